using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Ollama;

/// <summary>An answer as one JSON object per line.</summary>
/// <remarks><code>
/// {"model":"m","created_at":"…","message":{"role":"assistant","content":"Hel"},"done":false}
/// {"model":"m","created_at":"…","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop",…}
/// </code></remarks>
internal sealed class OllamaStream(HttpResponse response, AnswerHead head) : IAnswerWire
{
    // The status goes out with the first line: an error before it still has its own.
    public Task OpenAsync() => Task.CompletedTask;

    public Task TextAsync(string token)
    {
        head.CountToken();
        return SendAsync(head.Line(token));
    }

    public Task CallAsync(SimulatedCall call)
    {
        head.CountToken();
        return SendAsync(head.Line(call));
    }

    public Task FinishAsync(string? reason) => SendAsync(head.Last("", AnswerHead.ReasonOf(reason)));

    public Task AbortedAsync() => SendAsync(head.Last("", "unload"));

    public Task FailAsync() => head.Tokens == 0
        ? OllamaErrors.WriteFaultAsync(response.HttpContext, 500)
        : WriteAsync(JsonSerializer.Serialize(new OllamaError(OllamaErrors.Runner), OllamaJson.Wire.OllamaError) + "\n");

    public Task TornAsync(string token)
    {
        var json = JsonSerializer.Serialize(head.Line(token), OllamaJson.Wire.AnswerLine);
        return WriteAsync(json[..(json.Length / 2)]);
    }

    public Task MalformedAsync() => WriteAsync("{\"model\":\"\",\"message\":{\"role\":\n");

    public Task PlainTextAsync() => WriteAsync("proxy error: Failed to read connection");

    public Task EndAsync() => WriteAsync("");

    private Task SendAsync(AnswerLine line) => WriteAsync(JsonSerializer.Serialize(line, OllamaJson.Wire.AnswerLine) + "\n");

    private async Task WriteAsync(string text)
    {
        if (!response.HasStarted)
        {
            response.ContentType = "application/x-ndjson";
        }

        await response.WriteAsync(text, response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
