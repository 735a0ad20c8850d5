using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Vllm;

/// <summary>What both forms of a vLLM answer carry.</summary>
internal sealed record ChatHead(string Id, long Created, string Model, int PromptTokens, string? StopReason);

/// <summary>An answer as server-sent events.</summary>
/// <remarks><code>
/// data: {"id":"chatcmpl-1","object":"chat.completion.chunk",…,"choices":[{"index":0,"delta":{"content":"Hel"},…}]}
/// data: [DONE]
/// </code></remarks>
internal sealed class VllmStream(HttpResponse response, ChatHead head, bool includeUsage) : IAnswerWire
{
    private int _tokens;

    public async Task OpenAsync()
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        await response.StartAsync(response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }

    public async Task TextAsync(string token)
    {
        await SendRoleOnceAsync();
        _tokens++;
        await SendAsync(Chunk(new Delta(null, token)));
    }

    /// <summary>As vLLM's parsers send it: the name first, then the arguments in pieces.</summary>
    public async Task CallAsync(SimulatedCall call)
    {
        await SendRoleOnceAsync();
        var arguments = call.ArgumentsText;
        _tokens += Tokenizer.Split(arguments).Count;
        await SendAsync(Chunk(new Delta(null, null, [new CallPart(0, call.Id, "function", new FunctionPart(call.Name, ""))])));
        await SendAsync(Chunk(new Delta(null, null, [new CallPart(0, null, null, new FunctionPart(null, arguments[..(arguments.Length / 2)]))])));
        await SendAsync(Chunk(new Delta(null, null, [new CallPart(0, null, null, new FunctionPart(null, arguments[(arguments.Length / 2)..]))])));
    }

    public Task FinishAsync(string? reason) => CloseAsync(reason);

    public Task AbortedAsync() => CloseAsync("abort");

    public async Task FailAsync()
    {
        var error = VllmErrors.Body(500, "EngineCore encountered an issue. See stack trace (above) for the root cause.");
        await WriteAsync($"data: {JsonSerializer.Serialize(error, VllmJson.Wire.ErrorBody)}\n\ndata: [DONE]\n\n");
    }

    public async Task TornAsync(string token)
    {
        var json = JsonSerializer.Serialize(Chunk(new Delta(null, token)), VllmJson.Wire.ChatChunk);
        await WriteAsync($"data: {json[..(json.Length / 2)]}");
    }

    public Task MalformedAsync() => WriteAsync($"data: {{\"id\":\"{head.Id}\",\"choices\":[{{\"index\":0,\n\n");

    public Task PlainTextAsync() => WriteAsync("proxy error: Failed to read connection");

    public Task EndAsync() => Task.CompletedTask;

    private ChatChunk Chunk(Delta delta, string? finish = null, string? stop = null) =>
        new(head.Id, "chat.completion.chunk", head.Created, head.Model, [new ChunkChoice(0, delta, null, finish, stop)]);

    private async Task SendRoleOnceAsync()
    {
        if (_tokens == 0)
        {
            await SendAsync(Chunk(new Delta("assistant", "")));
        }
    }

    private async Task CloseAsync(string? reason)
    {
        await SendRoleOnceAsync();
        if (reason is not null)
        {
            await SendAsync(Chunk(new Delta(null, ""), reason, reason == "stop" ? head.StopReason : null));
        }

        if (includeUsage)
        {
            await SendAsync(new ChatChunk(head.Id, "chat.completion.chunk", head.Created, head.Model, [], new Usage(head.PromptTokens, head.PromptTokens + _tokens, _tokens)));
        }

        await WriteAsync("data: [DONE]\n\n");
    }

    private Task SendAsync(ChatChunk chunk) => WriteAsync($"data: {JsonSerializer.Serialize(chunk, VllmJson.Wire.ChatChunk)}\n\n");

    private async Task WriteAsync(string text)
    {
        await response.WriteAsync(text, response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
