using Arena.Stack.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Arena.Stack.Tests.Telemetry;

/// <summary>Takes OTLP over HTTP with protobuf bodies, on a real socket, and keeps the spans.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<CollectedSpan> _spans = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _arrival = NewSignal();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public string Endpoint => _app.Urls.Single();

    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken)
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>Waits until the spans of one trace satisfy <paramref name="complete"/>; the caller's token bounds the wait.</summary>
    public async Task<IReadOnlyList<CollectedSpan>> WaitForTraceAsync(
        Func<IReadOnlyList<CollectedSpan>, bool> complete, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                foreach (var trace in _spans.GroupBy(span => span.TraceId, StringComparer.Ordinal).Select(trace => trace.ToList()))
                {
                    if (complete(trace))
                    {
                        return trace;
                    }
                }

                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (context.Request.Path != "/v1/traces")
        {
            return;
        }

        body.Position = 0;
        var spans = ExportTraceServiceRequest.Parser.ParseFrom(body).ResourceSpans.SelectMany(CollectedSpan.From);
        TaskCompletionSource arrival;
        lock (_gate)
        {
            _spans.AddRange(spans);
            (arrival, _arrival) = (_arrival, NewSignal());
        }

        arrival.SetResult();
    }
}
