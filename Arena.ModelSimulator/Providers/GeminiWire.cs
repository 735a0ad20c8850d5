using System.Text.Json.Nodes;

namespace Arena.ModelSimulator.Providers;

/// <summary>Google's stream, as it is with <c>alt=sse</c>. It has no end mark.</summary>
internal sealed class GeminiWire(HttpResponse response, ProviderHead head) : SseWire(response)
{
    public override Task FinishAsync(string? reason) => reason is null
        ? Task.CompletedTask
        : WriteAsync(Chunk("", reason switch { "stop" => "STOP", "length" => "MAX_TOKENS", _ => reason }));

    public override Task AbortedAsync() => FinishAsync("OTHER");

    public override Task FailAsync() => WriteAsync(Event(GeminiEndpoint.Error(503, "The model is overloaded.")));

    protected override string EventOf(string token) => Chunk(token, finish: null);

    private string Chunk(string text, string? finish)
    {
        JsonObject candidate = new()
        {
            ["index"] = 0,
            ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) },
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
