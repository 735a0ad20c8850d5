using System.Text.Json.Nodes;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Providers;

/// <summary>OpenAI's stream; Mistral's and Groq's differ from it only in where the usage is.</summary>
internal sealed class OpenAiWire(HttpResponse response, ProviderHead head) : SseWire(response)
{
    public override async Task OpenAsync()
    {
        await base.OpenAsync();
        await WriteAsync(Chunk(new() { ["role"] = "assistant", ["content"] = "" }, finish: null));
    }

    public override async Task FinishAsync(string? reason)
    {
        if (reason is not null)
        {
            await WriteAsync(Chunk([], reason));
            await WriteAsync(Event(With([], new() { ["prompt_tokens"] = head.PromptTokens, ["completion_tokens"] = Tokens, ["total_tokens"] = head.PromptTokens + Tokens })));
        }

        await WriteAsync("data: [DONE]\n\n");
    }

    public override Task AbortedAsync() => FinishAsync("error");

    public override Task FailAsync() => WriteAsync(Event(OpenAiEndpoint.Error(500, "The server had an error while processing your request.")));

    protected override string EventOf(string token) => Chunk(new() { ["content"] = token }, finish: null);

    /// <summary>The name first, then the arguments in pieces.</summary>
    protected override string EventsOf(SimulatedCall call)
    {
        var arguments = call.ArgumentsText;
        return Piece(new() { ["index"] = 0, ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" } })
            + Piece(new() { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = arguments[..(arguments.Length / 2)] } })
            + Piece(new() { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = arguments[(arguments.Length / 2)..] } });

        string Piece(JsonObject part) => Chunk(new() { ["tool_calls"] = new JsonArray(part) }, finish: null);
    }

    private string Chunk(JsonObject delta, string? finish) => Event(With([new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }], usage: null));

    private JsonObject With(JsonArray choices, JsonObject? usage)
    {
        JsonObject chunk = new()
        {
            ["id"] = $"chatcmpl-{head.Id}",
            ["object"] = "chat.completion.chunk",
            ["created"] = 0,
            ["model"] = head.Model,
            ["choices"] = choices,
        };
        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        return chunk;
    }
}
