using Arena.Web.Battles.Api;
using Microsoft.Extensions.Options;

namespace Arena.Web.Chat;

/// <summary>Events as they come, as server-sent events; comments keep a silent connection open.</summary>
internal sealed class ChatStream(IAsyncEnumerable<ChatEvent> events) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var response = httpContext.Response;
        response.BeginEvents();
        try
        {
            var heartbeat = services.GetRequiredService<IOptions<ChatOptions>>().Value.Heartbeat;
            await WriteAsync(response, heartbeat, services.GetRequiredService<TimeProvider>(), ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, or is told by the cut that it has to ask again.
        }
    }

    private async Task WriteAsync(HttpResponse response, TimeSpan heartbeat, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = source.MoveNextAsync().AsTask();
            await KeepOpenUntilAsync(next, response, heartbeat, time, cancellationToken);
            if (!await next)
            {
                return;
            }

            await response.WriteAsync($"event: {source.Current.Type}\ndata: {source.Current.Data}\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Returns when the next event is there or will never be; also where the client leaves, because what still runs cannot be disposed.</summary>
    private static async Task KeepOpenUntilAsync(Task next, HttpResponse response, TimeSpan heartbeat, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (!next.IsCompleted)
            {
                await next.WaitAsync(heartbeat, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!next.IsCompleted)
                {
                    await response.Body.WriteAsync(EventStreams.Heartbeat, cancellationToken);
                    await response.Body.FlushAsync(cancellationToken);
                }
            }
        }
        finally
        {
            await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
