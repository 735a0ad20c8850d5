using System.Text.Json.Nodes;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Providers;

/// <summary>Google's stream, as it is with <c>alt=sse</c>. It has no end mark.</summary>
internal sealed class GeminiWire(HttpResponse response, ProviderHead head) : SseWire(response)
{
    public override Task FinishAsync(string? reason) => reason is null
        ? Task.CompletedTask
        : WriteAsync(Chunk(TextPart(""), reason switch { "stop" or "tool_calls" => "STOP", "length" => "MAX_TOKENS", _ => reason }));

    public override Task AbortedAsync() => FinishAsync("OTHER");

    public override Task FailAsync() => WriteAsync(Event(GeminiEndpoint.Error(503, "The model is overloaded.")));

    protected override string EventOf(string token) => Chunk(TextPart(token), finish: null);

    /// <summary>Whole, in one part.</summary>
    protected override string EventsOf(SimulatedCall call) =>
        Chunk(new() { ["functionCall"] = new JsonObject { ["name"] = call.Name, ["args"] = call.Arguments.DeepClone() } }, finish: null);

    private static JsonObject TextPart(string text) => new() { ["text"] = text };

    private string Chunk(JsonObject part, string? finish)
    {
        JsonObject candidate = new()
        {
            ["index"] = 0,
            ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(part) },
        };
        if (finish is not null)
        {
            candidate["finishReason"] = finish;
        }

        return Event(new()
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = head.PromptTokens, ["candidatesTokenCount"] = Tokens },
            ["modelVersion"] = head.Model,
            ["responseId"] = head.Id,
        });
    }
}
