using System.Globalization;
using System.Text;
using Arena.Web.Battles.Log;

namespace Arena.Web.Battles.Api;

/// <summary>
/// A battle's events as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Written by hand for the
/// comments that keep a silent connection open, which the framework's result does not write.
/// </summary>
/// <param name="BattleId">For what is logged.</param>
/// <param name="Follow">Where the events come from.</param>
/// <param name="After">The number of events that the client has.</param>
/// <param name="StartsOver">The client has events that are gone: it is told to clear them first.</param>
/// <param name="Heartbeat">The longest silence.</param>
/// <param name="Time">The clock of the silence.</param>
internal sealed record BattleStream(
    string BattleId, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<BattleEvent>>> Follow, long After, bool StartsOver, TimeSpan Heartbeat, TimeProvider Time) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var response = httpContext.Response;
        response.BeginEvents();
        try
        {
            await WriteAsync(response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, or comes back to another replica.
        }
        catch (BattleLogUnavailableException exception) when (response.HasStarted)
        {
            // Ends the stream: the client resumes, and is then told why it cannot.
            httpContext.RequestServices.GetRequiredService<ILogger<BattleStream>>().StreamBroke(exception, BattleId);
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(EventStreams.Retry, cancellationToken);
        if (StartsOver)
        {
            await response.WriteAsync("event: restart\nid: 0\ndata: {}\n\n", cancellationToken);
        }

        await response.Body.FlushAsync(cancellationToken);
        var id = After;
        var written = Time.GetTimestamp();
        await foreach (var events in Follow(cancellationToken))
        {
            if (events.Count == 0)
            {
                if (Time.GetElapsedTime(written) < Heartbeat)
                {
                    continue;
                }

                await response.Body.WriteAsync(EventStreams.Heartbeat, cancellationToken);
            }
            else
            {
                await response.WriteAsync(Format(events, ref id), cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
            written = Time.GetTimestamp();
        }
    }

    /// <summary><c>event: delta\nid: 7\ndata: {"slot":"a","text":"…"}\n\n</c> per event; JSON has no line breaks of its own.</summary>
    private static string Format(IReadOnlyList<BattleEvent> events, ref long id)
    {
        var text = new StringBuilder();
        foreach (var item in events)
        {
            id++;
            text.Append(CultureInfo.InvariantCulture, $"event: {item.Type}\nid: {id}\ndata: {item.Data}\n\n");
        }

        return text.ToString();
    }
}
