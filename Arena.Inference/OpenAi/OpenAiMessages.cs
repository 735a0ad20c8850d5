using System.Text.Json;
using Arena.Inference.Api;
using Arena.Inference.Drivers.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Inference.OpenAi;

/// <summary>Reads the messages of a conversation.</summary>
/// <param name="allowAddresses">Images may be named by an http address too.</param>
internal sealed class OpenAiMessages(bool allowAddresses)
{
    private const string DataScheme = "data:";

    /// <summary>Reads one message.</summary>
    /// <exception cref="InvalidRequestException">It is not one.</exception>
    public ChatMessage Read(RequestMessage? message, int index)
    {
        var at = $"messages[{index}]";
        return message?.Role switch
        {
            "system" or "developer" => new(ChatRole.System, TextOf(message.Content, at)),
            "user" => new(ChatRole.User, ContentsOf(message.Content, at)),
            "assistant" => new(ChatRole.Assistant, [.. AssistantContents(message, at)]),
            "tool" => new(ChatRole.Tool, [new FunctionResultContent(
                message.ToolCallId ?? throw new InvalidRequestException($"{at} answers a tool call without tool_call_id.", $"{at}.tool_call_id"),
                TextOf(message.Content, at))]),
            _ => throw new InvalidRequestException($"The role of {at} is not one of system, developer, user, assistant and tool.", $"{at}.role"),
        };
    }

    private IEnumerable<AIContent> AssistantContents(RequestMessage message, string at)
    {
        if (message.Content is { ValueKind: not JsonValueKind.Null })
        {
            yield return new TextContent(TextOf(message.Content, at));
        }

        foreach (var call in message.ToolCalls ?? [])
        {
            yield return call is { Id.Length: > 0, Function.Name.Length: > 0 }
                ? ToolCalls.Create(call.Id, call.Function.Name, call.Function.Arguments ?? "")
                : throw new InvalidRequestException($"A tool call of {at} has no id or no name.", $"{at}.tool_calls");
        }
    }

    private string TextOf(JsonElement? content, string at) =>
        string.Concat(ContentsOf(content, at).Select(part => part is TextContent text ? text.Text
            : throw new InvalidRequestException($"The content of {at} may only be text.", $"{at}.content")));

    private List<AIContent> ContentsOf(JsonElement? content, string at) => content switch
    {
        { ValueKind: JsonValueKind.String } text => [new TextContent(text.GetString())],
        { ValueKind: JsonValueKind.Array } parts => [.. parts.EnumerateArray().Select(part => PartOf(part, at))],
        _ => throw new InvalidRequestException($"The content of {at} is neither a text nor an array of parts.", $"{at}.content"),
    };

    private AIContent PartOf(JsonElement part, string at)
    {
        if (part.ValueKind is JsonValueKind.Object && part.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String)
        {
            switch (type.GetString())
            {
                case "text" when part.TryGetProperty("text", out var text) && text.ValueKind is JsonValueKind.String:
                    return new TextContent(text.GetString());
                case "refusal" when part.TryGetProperty("refusal", out var refusal) && refusal.ValueKind is JsonValueKind.String:
                    return new TextContent(refusal.GetString());
                case "image_url" when part.TryGetProperty("image_url", out var image) && image.ValueKind is JsonValueKind.Object
                    && image.TryGetProperty("url", out var url) && url.ValueKind is JsonValueKind.String:
                    return ImageOf(url.GetString()!, at);
            }
        }

        throw new InvalidRequestException($"A part of {at} is not one of text, refusal and image_url.", $"{at}.content");
    }

    private AIContent ImageOf(string url, string at)
    {
        if (url.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                DataContent data = new(url);
                return data.HasTopLevelMediaType("image") && !data.Data.IsEmpty ? data : throw NoImage(at);
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException)
            {
                throw NoImage(at);
            }
        }

        return allowAddresses && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new UriContent(address, "image/*")
            : throw NoImage(at);
    }

    private static InvalidRequestException NoImage(string at) =>
        new($"An image of {at} is not a data address of an image.", $"{at}.content");
}
