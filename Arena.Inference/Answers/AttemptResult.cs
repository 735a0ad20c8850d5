using Arena.Inference.Drivers.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Answers;

/// <summary>What one upstream call has given so far.</summary>
internal sealed class AttemptResult
{
    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>The name that the upstream gave; empty when it gave none.</summary>
    public string UpstreamModel { get; private set; } = "";

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    /// <summary>Characters of text, thinking text and tool calls.</summary>
    public int Characters { get; private set; }

    public void Take(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        UpstreamModel = string.IsNullOrEmpty(update.ModelId) ? UpstreamModel : update.ModelId;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    Characters += text.Text.Length;
                    break;
                case TextReasoningContent reasoning:
                    Characters += reasoning.Text.Length;
                    break;
                case FunctionCallContent call:
                    Characters += call.Name.Length + ToolCalls.ArgumentsOf(call).Length;
                    break;
                case UsageContent usage:
                    InputTokens = usage.Details.InputTokenCount ?? InputTokens;
                    OutputTokens = usage.Details.OutputTokenCount ?? OutputTokens;
                    break;
            }
        }
    }
}
