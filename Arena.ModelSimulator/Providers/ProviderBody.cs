using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;
using Arena.ServiceDefaults.Json;

namespace Arena.ModelSimulator.Providers;

/// <summary>Reads bodies leniently: what a simulated model does not need is not looked at.</summary>
internal static class ProviderBody
{
    /// <summary>The body; null when it is not an object of well-formed text.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        try
        {
            return JsonText.IsWellFormed(bytes) ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The messages under a name, with the text under another.</summary>
    public static IReadOnlyList<ChatTurn> Turns(JsonObject body, string messages, string content) =>
        [.. (body[messages] as JsonArray ?? []).OfType<JsonObject>()
            .Select(message => ResultIn(message[content]) is { } result ? new ChatTurn("tool", result)
                : new ChatTurn(message["role"]?.ToString() is "model" ? "assistant" : message["role"]?.ToString() ?? "user", TextOf(message[content])))];

    /// <summary>The tools of a request; none where it says that none may be called.</summary>
    public static ToolOffer Offer(JsonObject body)
    {
        var choice = (body["tool_choice"] as JsonObject)?["type"] ?? body["tool_choice"] ?? ((body["toolConfig"] as JsonObject)?["functionCallingConfig"] as JsonObject)?["mode"];
        return choice?.ToString() switch
        {
            "none" or "NONE" => new([]),
            "required" or "any" or "ANY" or "function" or "tool" => new(ToolUse.Read(body["tools"]), Must: true),
            _ => new(ToolUse.Read(body["tools"])),
        };
    }

    public static int? Int(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) && number > 0 ? number : null;

    /// <summary>What a tool gave back, which Anthropic and Gemini have among the parts of a message.</summary>
    private static string? ResultIn(JsonNode? content) => (content as JsonArray)?.OfType<JsonObject>()
        .Select(part => part["type"]?.ToString() is "tool_result" ? TextOf(part["content"])
            : part["functionResponse"]?["response"] is JsonObject response ? response["result"]?.ToString() ?? response.ToJsonString()
            : null)
        .FirstOrDefault(result => result is not null);

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonArray parts => string.Join('\n', parts.OfType<JsonObject>().Select(part => part["text"]?.ToString()).OfType<string>()),
        JsonValue value => value.ToString(),
        _ => "",
    };
}
