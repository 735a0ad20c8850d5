using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>
/// Hears of the host that is built in this flow of calls, by the events that test hosts and design tools use
/// (HostBuilder of dotnet/runtime writes "HostBuilding" and "HostBuilt" to the source "Microsoft.Extensions.Hosting").
/// </summary>
internal sealed class HostListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<HostListener?> OfThisFlow = new();

    private readonly Action<IHostBuilder> _building;
    private readonly Action<IHost> _built;
    private readonly IDisposable _sources;
    private IDisposable? _events;

    public HostListener(Action<IHostBuilder> building, Action<IHost> built)
    {
        (_building, _built) = (building, built);
        OfThisFlow.Value = this;
        _sources = DiagnosticListener.AllListeners.Subscribe(this);
    }

    public void Dispose()
    {
        _events?.Dispose();
        _sources.Dispose();
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting" && ReferenceEquals(OfThisFlow.Value, this))
        {
            _events = value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (!ReferenceEquals(OfThisFlow.Value, this))
        {
            return;
        }

        switch (value)
        {
            case { Key: "HostBuilding", Value: IHostBuilder builder }:
                _building(builder);
                break;
            case { Key: "HostBuilt", Value: IHost host }:
                _built(host);
                break;
            default:
                break;
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
        // Nothing to end.
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
        // Sources do not fail.
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
        // Nothing to end.
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
        // Sources do not fail.
    }
}
