using Arena.Contracts.Inference;

namespace Arena.Inference.OpenAi;

/// <summary>What all parts of one completion carry.</summary>
/// <param name="Id">Of the completion.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Model">The public id that was asked for.</param>
internal sealed record CompletionHead(string Id, long Created, string Model)
{
    public static CompletionHead Create(string model, TimeProvider time) =>
        new($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds(), model);

    public static string FinishReasonOf(FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.Filtered => "content_filter",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a finish reason of a complete answer."),
    };

    public static CompletionUsage UsageOf(Usage usage) =>
        new(usage.InputTokens, usage.OutputTokens, (int)Math.Min((long)usage.InputTokens + usage.OutputTokens, int.MaxValue));

    public ArenaPart ArenaPartOf(Completed completed) => new(
        Model, completed.Source.Substituted, completed.Source.Cached, completed.Source.FellBack, completed.Usage.Estimated,
        completed.Usage.HasCost ? completed.Usage.Cost : null);
}
