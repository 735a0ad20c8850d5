using System.Text;
using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Vllm;

/// <summary>An answer as one JSON object.</summary>
internal sealed class VllmWhole(HttpResponse response, ChatHead head) : IAnswerWire
{
    private readonly StringBuilder _text = new();
    private int _tokens;
    private bool _malformed;
    private SimulatedCall? _call;

    public Task OpenAsync() => Task.CompletedTask;

    public Task TextAsync(string token)
    {
        _tokens++;
        _text.Append(token);
        return Task.CompletedTask;
    }

    public Task CallAsync(SimulatedCall call)
    {
        _call = call;
        _tokens += Tokenizer.Split(call.ArgumentsText).Count;
        return Task.CompletedTask;
    }

    public Task FinishAsync(string? reason)
    {
        var json = Json(reason);
        return WriteAsync(_malformed ? json[..^1] : json);
    }

    public Task AbortedAsync() => FinishAsync("abort");

    public Task FailAsync() => VllmErrors.WriteFaultAsync(response.HttpContext, 500);

    public Task TornAsync(string token)
    {
        var json = Json("stop");
        return WriteAsync(json[..(json.Length / 2)]);
    }

    public Task MalformedAsync()
    {
        _malformed = true;
        return Task.CompletedTask;
    }

    public Task PlainTextAsync()
    {
        response.StatusCode = StatusCodes.Status500InternalServerError;
        return WriteAsync("proxy error: Failed to read connection");
    }

    public Task EndAsync() => WriteAsync("");

    private string Json(string? reason) => JsonSerializer.Serialize(
        new ChatCompletion(head.Id, "chat.completion", head.Created, head.Model,
            [new CompletionChoice(0, Message(), null, reason, reason == "stop" ? head.StopReason : null)],
            new Usage(head.PromptTokens, head.PromptTokens + _tokens, _tokens)),
        VllmJson.Wire.ChatCompletion);

    private CompletionMessage Message() => _call is { } call
        ? new("assistant", null, [new CallPart(null, call.Id, "function", new FunctionPart(call.Name, call.ArgumentsText))])
        : new("assistant", _text.ToString(), []);

    private async Task WriteAsync(string text)
    {
        response.ContentType = "application/json";
        await response.WriteAsync(text, response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
