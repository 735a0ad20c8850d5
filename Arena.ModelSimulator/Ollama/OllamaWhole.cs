using System.Text;
using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Ollama;

/// <summary>An answer as one JSON object.</summary>
internal sealed class OllamaWhole(HttpResponse response, AnswerHead head) : IAnswerWire
{
    private readonly StringBuilder _text = new();
    private bool _malformed;
    private SimulatedCall? _call;

    public Task OpenAsync() => Task.CompletedTask;

    public Task TextAsync(string token)
    {
        head.CountToken();
        _text.Append(token);
        return Task.CompletedTask;
    }

    public Task CallAsync(SimulatedCall call)
    {
        head.CountToken();
        _call = call;
        return Task.CompletedTask;
    }

    public Task FinishAsync(string? reason)
    {
        var last = head.Last(_text.ToString(), AnswerHead.ReasonOf(reason));
        var json = Json(_call is null ? last : last with { Message = head.Line(_call).Message });
        return WriteAsync(_malformed ? json[..^1] : json);
    }

    public Task AbortedAsync() => FinishAsync("unload");

    public Task FailAsync() => OllamaErrors.WriteFaultAsync(response.HttpContext, 500);

    public Task TornAsync(string token)
    {
        var json = Json(head.Last(_text.ToString(), "stop"));
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

    // A runner that ends without its last line: 200, and "done" stays false.
    public Task EndAsync() => WriteAsync(Json(head.Line(_text.ToString())));

    private static string Json(AnswerLine line) => JsonSerializer.Serialize(line, OllamaJson.Wire.AnswerLine);

    private async Task WriteAsync(string text)
    {
        response.ContentType = "application/json; charset=utf-8";
        await response.WriteAsync(text, response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
