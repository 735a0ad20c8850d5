using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Caching;

/// <summary>A complete answer. There is no way to write down an incomplete one.</summary>
internal sealed record CachedAnswer(
    string Model, string Reasoning, string Text, ImmutableArray<CachedToolCall> ToolCalls, string FinishReason, long? InputTokens, long? OutputTokens)
{
    private const string Mark = "arena.cached";

    [JsonIgnore]
    public int Characters => Reasoning.Length + Text.Length + ToolCalls.Sum(call => call.Name.Length + call.Arguments.Length);

    /// <summary>The answer of a stream that has ended well; null when it is not one to give again (refused, or without a reason).</summary>
    public static CachedAnswer? Of(IEnumerable<ChatResponseUpdate> updates)
    {
        var (text, reasoning) = (new StringBuilder(), new StringBuilder());
        List<CachedToolCall> calls = [];
        var (model, reason, input, output) = ("", (ChatFinishReason?)null, (long?)null, (long?)null);
        foreach (var update in updates)
        {
            model = string.IsNullOrEmpty(update.ModelId) ? model : update.ModelId;
            reason = update.FinishReason ?? reason;
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent said:
                        text.Append(said.Text);
                        break;
                    case TextReasoningContent thought:
                        reasoning.Append(thought.Text);
                        break;
                    case FunctionCallContent call:
                        calls.Add(new(call.CallId, call.Name, Drivers.Tools.ToolCalls.ArgumentsOf(call)));
                        break;
                    case UsageContent usage:
                        input = usage.Details.InputTokenCount ?? input;
                        output = usage.Details.OutputTokenCount ?? output;
                        break;
                }
            }
        }

        return reason is { } complete && complete != ChatFinishReason.ContentFilter
            ? new(model, reasoning.ToString(), text.ToString(), [.. calls], complete.Value, input, output)
            : null;
    }

    /// <summary>The answer as a stream gives it, each update marked.</summary>
    public IEnumerable<ChatResponseUpdate> ToUpdates()
    {
        if (Reasoning.Length > 0)
        {
            yield return Update(new TextReasoningContent(Reasoning));
        }

        if (Text.Length > 0)
        {
            yield return Update(new TextContent(Text));
        }

        var last = Update([.. ToolCalls.Select(call => Drivers.Tools.ToolCalls.Create(call.Id, call.Name, call.Arguments))]);
        if (InputTokens is not null || OutputTokens is not null)
        {
            last.Contents.Add(new UsageContent(new() { InputTokenCount = InputTokens, OutputTokenCount = OutputTokens }));
        }

        last.FinishReason = new ChatFinishReason(FinishReason);
        yield return last;
    }

    /// <summary>Whether this was given before, and nobody was asked for it.</summary>
    public static bool IsCached(ChatResponseUpdate update) => update.AdditionalProperties?.ContainsKey(Mark) is true;

    /// <summary>The same update for someone who listens in on another's answer.</summary>
    public static ChatResponseUpdate Marked(ChatResponseUpdate update)
    {
        var copy = update.Clone();
        copy.AdditionalProperties = new() { [Mark] = true };
        return copy;
    }

    private ChatResponseUpdate Update(params AIContent[] contents) =>
        Marked(new(ChatRole.Assistant, [.. contents]) { ModelId = Model });
}

internal sealed record CachedToolCall(string Id, string Name, string Arguments);

[JsonSerializable(typeof(CachedAnswer))]
internal sealed partial class CacheJson : JsonSerializerContext;
