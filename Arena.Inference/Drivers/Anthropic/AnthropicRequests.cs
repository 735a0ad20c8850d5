using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Anthropic;

/// <summary>Writes requests: the system prompt stands apart, and messages of one side follow each other never.</summary>
internal static class AnthropicRequests
{
    private const int DefaultMaxTokens = 4096;
    private const float MaxTemperature = 1;

    public static AnthropicRequest Create(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model)
    {
        if (options.ResponseFormat is ChatResponseFormatJson)
        {
            throw new UpstreamFaultException(FaultCause.Rejected, "Anthropic's messages know no response format.");
        }

        var system = string.Join("\n\n", messages.Where(message => message.Role == ChatRole.System).Select(message => message.Text));
        return new(
            model,
            options.MaxOutputTokens ?? DefaultMaxTokens,
            system.Length > 0 ? system : null,
            [.. Turns(messages)],
            Stream: true,
            options.Temperature is { } temperature ? Math.Min(temperature, MaxTemperature) : null, // the scale ends there
            options.TopP,
            options.StopSequences is { Count: > 0 } stop ? stop : null,
            options.Tools is { Count: > 0 } tools
                ? [.. tools.OfType<AIFunctionDeclaration>().Select(tool => new AnthropicTool(tool.Name, ToolCalls.DescriptionOf(tool), tool.JsonSchema))]
                : null,
            options.Tools is { Count: > 0 } ? ToolChoiceOf(options) : null);
    }

    private static IEnumerable<AnthropicMessage> Turns(IReadOnlyList<ChatMessage> messages)
    {
        string? role = null;
        List<AnthropicBlock> blocks = [];
        foreach (var message in messages.Where(message => message.Role != ChatRole.System))
        {
            var speaker = message.Role == ChatRole.Assistant ? "assistant" : "user"; // results of tools are the user's
            if (role is not null && role != speaker)
            {
                yield return new(role, blocks);
                blocks = [];
            }

            role = speaker;
            blocks.AddRange(message.Contents.Select(BlockOf).OfType<AnthropicBlock>());
        }

        if (role is not null)
        {
            yield return new(role, blocks);
        }
    }

    private static AnthropicBlock? BlockOf(AIContent content) => content switch
    {
        TextContent { Text.Length: > 0 } text => new("text", Text: text.Text),
        DataContent image => new("image", Source: new("base64", image.MediaType, image.Base64Data.ToString())),
        UriContent image => new("image", Source: new("url", Url: image.Uri.AbsoluteUri)),
        FunctionCallContent call => new("tool_use", Id: call.CallId, Name: call.Name, Input: ToolCalls.ObjectOf(call)),
        FunctionResultContent result => new("tool_result", ToolUseId: result.CallId, Content: ToolCalls.ResultOf(result)),
        _ => null,
    };

    private static AnthropicToolChoice? ToolChoiceOf(ChatOptions options)
    {
        bool? oneOnly = options.AllowMultipleToolCalls is false ? true : null;
        return options.ToolMode switch
        {
            RequiredChatToolMode { RequiredFunctionName: { } name } => new("tool", name, oneOnly),
            RequiredChatToolMode => new("any", DisableParallelToolUse: oneOnly),
            NoneChatToolMode => new("none"),
            _ => oneOnly is null ? null : new("auto", DisableParallelToolUse: oneOnly),
        };
    }
}
