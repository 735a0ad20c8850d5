using System.Text.Json.Nodes;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Providers;

/// <summary>What the providers' streams have in common: server-sent events of JSON.</summary>
internal abstract class SseWire(HttpResponse response) : IAnswerWire
{
    protected int Tokens { get; private set; }

    public virtual Task OpenAsync()
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        return response.StartAsync(response.HttpContext.RequestAborted);
    }

    public Task TextAsync(string token)
    {
        Tokens++;
        return WriteAsync(EventOf(token));
    }

    public Task CallAsync(SimulatedCall call)
    {
        Tokens += Tokenizer.Split(call.ArgumentsText).Count;
        return WriteAsync(EventsOf(call));
    }

    public abstract Task FinishAsync(string? reason);

    public abstract Task AbortedAsync();

    public abstract Task FailAsync();

    public Task TornAsync(string token)
    {
        var whole = EventOf(token);
        return WriteAsync(whole[..(whole.Length / 2)]);
    }

    public Task MalformedAsync() => WriteAsync("data: {\"id\":\n\n");

    public Task PlainTextAsync() => WriteAsync("proxy error: Failed to read connection");

    public Task EndAsync() => Task.CompletedTask;

    /// <summary>One event, or more, with a token.</summary>
    protected abstract string EventOf(string token);

    /// <summary>The events of a tool call.</summary>
    protected abstract string EventsOf(SimulatedCall call);

    protected static string Event(JsonObject data) => $"data: {data.ToJsonString()}\n\n";

    protected async Task WriteAsync(string text)
    {
        await response.WriteAsync(text, response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
