using Arena.Contracts.Inference;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Answers;

/// <summary>The allow-list: a complete answer has one of these.</summary>
internal static class FinishReasons
{
    public static FinishReason ToContract(ChatFinishReason reason) =>
        reason == ChatFinishReason.Stop ? FinishReason.Stop
        : reason == ChatFinishReason.Length ? FinishReason.Length
        : reason == ChatFinishReason.ToolCalls ? FinishReason.ToolCalls
        : reason == ChatFinishReason.ContentFilter ? FinishReason.Filtered
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a finish reason that stands for a complete answer.");
}
