using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Battles;

/// <summary>From the wire to the ledger.</summary>
internal static class BattleMapping
{
    public static Battle ToBattle(RecordBattleRequest request, byte[]? sessionHash, DateTimeOffset recordedAt) => new()
    {
        Id = request.BattleId,
        PromptId = request.PromptId,
        SessionHash = sessionHash,
        ViewIndex = request.ViewIndex,
        QueryType = Storable(request.QueryType),
        PairPolicy = Storable(request.PairPolicy),
        PairProbability = request.PairProbability,
        LeftModelId = request.Left.ModelId,
        RightModelId = request.Right.ModelId,
        CreatedAt = request.CreatedAt.ToDateTimeOffset(),
        RecordedAt = recordedAt,
        TraceId = request.TraceId is "" ? null : Storable(request.TraceId),
        Prompt = new() { Content = Storable(request.Prompt) },
        Answers = [ToAnswer(Side.Left, request.Left), ToAnswer(Side.Right, request.Right)],
    };

    private static BattleAnswer ToAnswer(Side side, Answer answer) => new()
    {
        Side = side,
        AskedModelId = answer.AskedModelId,
        ModelId = answer.ModelId,
        DisplayName = answer.DisplayName is "" ? answer.ModelId : Storable(answer.DisplayName),
        Simulated = answer.Simulated,
        DeploymentId = Storable(answer.DeploymentId),
        UpstreamModel = Storable(answer.UpstreamModel),
        FellBack = answer.FellBack,
        FinishReason = answer.FinishReason,
        InputTokens = answer.InputTokens,
        OutputTokens = answer.OutputTokens,
        UsageEstimated = answer.UsageEstimated,
        TimeToFirstTokenSeconds = answer.TimeToFirstTokenSeconds,
        DurationSeconds = answer.DurationSeconds,
        Text = new() { Side = side, Content = Storable(answer.Text) },
    };

    /// <summary>PostgreSQL's text holds every character but U+0000, which a person or a model may still send.</summary>
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
