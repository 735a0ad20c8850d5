using System.Text.Json;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>Writes requests.</summary>
internal static class GeminiRequests
{
    public static GeminiRequest Create(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var names = ToolCalls.NamesById(messages);
        List<GeminiPart?> system = [.. messages.Where(message => message.Role == ChatRole.System).Select(message => new GeminiPart(message.Text))];
        var json = options.ResponseFormat as ChatResponseFormatJson;
        return new(
            system.Count > 0 ? new(Role: null, system) : null,
            [.. messages.Where(message => message.Role != ChatRole.System).Select(message => ToWire(message, names))],
            new(
                options.MaxOutputTokens, options.Temperature, options.TopP, options.FrequencyPenalty, options.PresencePenalty, options.Seed,
                options.StopSequences is { Count: > 0 } stop ? stop : null, json is null ? null : "application/json", json?.Schema),
            options.Tools is { Count: > 0 } tools
                ? [new([.. tools.OfType<AIFunctionDeclaration>().Select(tool => new GeminiFunction(tool.Name, ToolCalls.DescriptionOf(tool), tool.JsonSchema))])]
                : null,
            options.Tools is { Count: > 0 } ? ToolConfigOf(options.ToolMode) : null);
    }

    private static GeminiContent ToWire(ChatMessage message, Dictionary<string, string> names) => new(
        message.Role == ChatRole.Assistant ? "model" : "user",
        [.. message.Contents.Select(content => PartOf(content, names)).OfType<GeminiPart>()]);

    private static GeminiPart? PartOf(AIContent content, Dictionary<string, string> names) => content switch
    {
        TextContent text => new(text.Text),
        DataContent image => new(InlineData: new(image.MediaType, image.Base64Data.ToString())),
        UriContent => throw new UpstreamFaultException(FaultCause.Rejected, "Gemini takes images only as data, not as addresses."),
        FunctionCallContent call => new(FunctionCall: new(Id: null, call.Name, ToolCalls.ObjectOf(call))),
        FunctionResultContent result => new(FunctionResponse: new(Id: null, names.GetValueOrDefault(result.CallId, result.CallId), ResultOf(result))),
        _ => null,
    };

    /// <summary>The protocol wants an object.</summary>
    private static JsonElement ResultOf(FunctionResultContent result) =>
        JsonSerializer.SerializeToElement(new() { ["result"] = ToolCalls.ResultOf(result) }, DriverJson.Default.DictionaryStringString);

    private static GeminiToolConfig? ToolConfigOf(ChatToolMode? mode) => mode switch
    {
        RequiredChatToolMode { RequiredFunctionName: { } name } => new(new("ANY", [name])),
        RequiredChatToolMode => new(new("ANY")),
        NoneChatToolMode => new(new("NONE")),
        _ => null,
    };
}
