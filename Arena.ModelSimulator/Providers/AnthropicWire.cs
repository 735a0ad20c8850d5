using System.Text.Json.Nodes;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Providers;

/// <summary>Anthropic's stream.</summary>
internal sealed class AnthropicWire(HttpResponse response, ProviderHead head) : SseWire(response)
{
    private int _block;

    public override async Task OpenAsync()
    {
        await base.OpenAsync();
        await WriteAsync(Named("message_start", new()
        {
            ["message"] = new JsonObject
            {
                ["id"] = $"msg_{head.Id}",
                ["type"] = "message",
                ["role"] = "assistant",
                ["content"] = new JsonArray(),
                ["model"] = head.Model,
                ["stop_reason"] = null,
                ["usage"] = new JsonObject { ["input_tokens"] = head.PromptTokens, ["output_tokens"] = 1 },
            },
        }));
        await WriteAsync(Named("content_block_start", new() { ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } }));
        await WriteAsync(Named("ping", []));
    }

    public override async Task FinishAsync(string? reason)
    {
        await WriteAsync(Named("content_block_stop", new() { ["index"] = _block }));
        if (reason is not null)
        {
            await WriteAsync(Named("message_delta", new()
            {
                ["delta"] = new JsonObject { ["stop_reason"] = reason switch { "stop" => "end_turn", "tool_calls" => "tool_use", "length" => "max_tokens", _ => reason } },
                ["usage"] = new JsonObject { ["output_tokens"] = Tokens },
            }));
        }

        await WriteAsync(Named("message_stop", []));
    }

    public override Task AbortedAsync() => FinishAsync("pause_turn");

    public override Task FailAsync() => WriteAsync(Named("error", new() { ["error"] = new JsonObject { ["type"] = "overloaded_error", ["message"] = "Overloaded" } }));

    protected override string EventOf(string token) =>
        Named("content_block_delta", new() { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = token } });

    /// <summary>A block of its own after the text's, with its arguments in pieces.</summary>
    protected override string EventsOf(SimulatedCall call)
    {
        var arguments = call.ArgumentsText;
        var opened = Named("content_block_stop", new() { ["index"] = _block++ })
            + Named("content_block_start", new()
            {
                ["index"] = _block,
                ["content_block"] = new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] = new JsonObject() },
            });
        return opened + Piece(arguments[..(arguments.Length / 2)]) + Piece(arguments[(arguments.Length / 2)..]);

        string Piece(string json) => Named(
            "content_block_delta", new() { ["index"] = _block, ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = json } });
    }

    private static string Named(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return $"event: {type}\n{Event(data)}";
    }
}
