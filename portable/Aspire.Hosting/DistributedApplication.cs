using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application of several parts, ready to run.</summary>
public class DistributedApplication(IHost host) : IHost, IAsyncDisposable
{
    private int _isDisposed;
    private readonly BuilderInterceptor? _interceptor = BuilderInterceptor.Current;

    public IServiceProvider Services => host.Services;

    public ResourceNotificationService ResourceNotifications => host.Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => host.Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Starts everything, and stops everything on Ctrl+C or SIGTERM.</summary>
    public void Run()
    {
        if (_interceptor is null)
        {
            HostingAbstractionsHostExtensions.Run(host);
        }
        else
        {
            _interceptor.Released.WaitOne();
        }
    }

    /// <inheritdoc cref="Run"/>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) =>
        _interceptor is null ? HostingAbstractionsHostExtensions.RunAsync(host, cancellationToken) : Task.Run(_interceptor.Released.WaitOne, cancellationToken);

    /// <summary>Starts everything; what waits for something else starts later, by itself.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => host.StartAsync(cancellationToken);

    public virtual Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    public virtual void Dispose()
    {
        host.Dispose();
        GC.SuppressFinalize(this);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        _interceptor?.Disposed();
    }
}
