using System.Globalization;
using System.Text.Json;
using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>Writes chat requests.</summary>
internal static class OllamaRequests
{
    /// <summary>The key of <see cref="ChatOptions.AdditionalProperties"/> under which the context length travels.</summary>
    public const string ContextLength = "num_ctx";

    public static OllamaChatRequest Create(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model, TimeSpan? keepAlive)
    {
        var names = ToolCalls.NamesById(messages);
        return new(
            model, [.. messages.SelectMany(message => ToWire(message, names))], Stream: true, Truncate: false, Shift: false,
            new OllamaRequestOptions(
                options.AdditionalProperties is { } more && more.TryGetValue<int>(ContextLength, out var length) ? length : null,
                options.MaxOutputTokens, options.Temperature, options.TopP, options.FrequencyPenalty, options.PresencePenalty, options.Seed,
                options.StopSequences is { Count: > 0 } stop ? stop : null),
            GoDuration(keepAlive), ToolsOf(options), FormatOf(options.ResponseFormat));
    }

    /// <summary><c>-1s</c> keeps a model for ever.</summary>
    public static string? GoDuration(TimeSpan? time) =>
        time is { } given ? string.Create(CultureInfo.InvariantCulture, $"{(given < TimeSpan.Zero ? -1 : given.TotalSeconds)}s") : null;

    private static IEnumerable<OllamaChatMessage> ToWire(ChatMessage message, Dictionary<string, string> names)
    {
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>().Select(result => new OllamaChatMessage(
                message.Role.Value, ToolCalls.ResultOf(result), ToolName: names.GetValueOrDefault(result.CallId), ToolCallId: result.CallId));
        }

        if (message.Contents.Any(content => content is UriContent))
        {
            throw new UpstreamFaultException(FaultCause.Rejected, "Ollama takes images only as data, not as addresses.");
        }

        List<string> images = [.. message.Contents.OfType<DataContent>().Select(image => image.Base64Data.ToString())];
        List<OllamaToolCall> calls = [.. message.Contents.OfType<FunctionCallContent>()
            .Select(call => new OllamaToolCall(call.CallId, new(call.Name, ToolCalls.ObjectOf(call))))];
        return [new(message.Role.Value, message.Text, images.Count > 0 ? images : null, calls.Count > 0 ? calls : null)];
    }

    /// <summary>Ollama knows no choice of tools: the only one that it can be kept to is none.</summary>
    private static List<CompletionTool>? ToolsOf(ChatOptions options) =>
        options.ToolMode is NoneChatToolMode || options.Tools is not { Count: > 0 } tools ? null
        : [.. tools.OfType<AIFunctionDeclaration>().Select(tool => new CompletionTool("function", new(tool.Name, ToolCalls.DescriptionOf(tool), tool.JsonSchema)))];

    private static JsonElement? FormatOf(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } => schema,
        ChatResponseFormatJson => JsonSerializer.SerializeToElement("json", DriverJson.Default.String),
        _ => null,
    };
}
