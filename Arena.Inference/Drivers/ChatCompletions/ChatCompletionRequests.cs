using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Inference.Drivers.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.ChatCompletions;

/// <summary>Writes requests in a dialect.</summary>
internal static class ChatCompletionRequests
{
    public static ChatCompletionRequest Create(
        IEnumerable<ChatMessage> messages, ChatOptions options, string model, ChatCompletionsDialect dialect) => new(
            model,
            [.. messages.SelectMany(ToWire)],
            Stream: true,
            dialect.AsksForUsage ? new StreamOptions(IncludeUsage: true) : null,
            dialect.MaxCompletionTokens ? options.MaxOutputTokens : null,
            dialect.MaxCompletionTokens ? null : options.MaxOutputTokens,
            options.Temperature,
            options.TopP,
            options.FrequencyPenalty,
            options.PresencePenalty,
            dialect.RandomSeed ? null : options.Seed,
            dialect.RandomSeed ? options.Seed : null,
            options.StopSequences is { Count: > 0 } stop ? stop : null,
            ToolsOf(options),
            ToolChoiceOf(options),
            options.AllowMultipleToolCalls,
            ResponseFormatOf(options.ResponseFormat))
        {
            Extra = options.AdditionalProperties is { } more && more.TryGetValue<JsonObject>(ExtraBody.Key, out var extra) ? extra : null,
        };

    /// <summary>A message of tool results becomes one message for each.</summary>
    private static IEnumerable<CompletionMessage> ToWire(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>()
                .Select(result => new CompletionMessage(message.Role.Value, Json(ToolCalls.ResultOf(result)), ToolCallId: result.CallId));
        }

        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(call => new CompletionToolCall(Index: null, call.CallId, "function", new(call.Name, ToolCalls.ArgumentsOf(call))))
            .ToList();
        return [new(message.Role.Value, ContentOf(message, optional: calls.Count > 0), calls.Count > 0 ? calls : null)];
    }

    private static JsonElement? ContentOf(ChatMessage message, bool optional)
    {
        if (!message.Contents.Any(content => content is DataContent or UriContent))
        {
            return optional && message.Text.Length == 0 ? null : Json(message.Text);
        }

        List<ContentPart> parts = [.. message.Contents.Select(PartOf).OfType<ContentPart>()];
        return JsonSerializer.SerializeToElement(parts, DriverJson.Default.ListContentPart);
    }

    private static ContentPart? PartOf(AIContent content) => content switch
    {
        TextContent text => new("text", Text: text.Text),
        DataContent data => new("image_url", ImageUrl: new(data.Uri)),
        UriContent uri => new("image_url", ImageUrl: new(uri.Uri.AbsoluteUri)),
        _ => null,
    };

    private static List<CompletionTool>? ToolsOf(ChatOptions options) =>
        options.Tools is { Count: > 0 } tools
            ? [.. tools.OfType<AIFunctionDeclaration>().Select(tool => new CompletionTool("function", new(tool.Name, ToolCalls.DescriptionOf(tool), tool.JsonSchema)))]
            : null;

    private static JsonElement? ToolChoiceOf(ChatOptions options) => options.ToolMode switch
    {
        RequiredChatToolMode { RequiredFunctionName: { } name } =>
            JsonSerializer.SerializeToElement(new("function", new(name)), DriverJson.Default.ToolChoiceByName),
        RequiredChatToolMode => Json("required"),
        NoneChatToolMode => Json("none"),
        _ => null, // auto is what every server does
    };

    private static ResponseFormat? ResponseFormatOf(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => new("json_schema", new(json.SchemaName ?? "answer", json.SchemaDescription, schema)),
        ChatResponseFormatJson => new("json_object"),
        _ => null,
    };

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text, DriverJson.Default.String);
}
