using System.Text.Json;
using System.Text.Json.Nodes;
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
            .Select(message => new ChatTurn(message["role"]?.ToString() is "model" ? "assistant" : message["role"]?.ToString() ?? "user", TextOf(message[content])))];

    public static int? Int(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) && number > 0 ? number : null;

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonArray parts => string.Join('\n', parts.OfType<JsonObject>().Select(part => part["text"]?.ToString()).OfType<string>()),
        JsonValue value => value.ToString(),
        _ => "",
    };
}
