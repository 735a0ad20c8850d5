using Arena.Contracts.Ratings;
using Arena.Ratings.Comparisons;
using Arena.Ratings.Ledger;
using Google.Protobuf.WellKnownTypes;
using WireComparison = Arena.Contracts.Ratings.Comparison;

namespace Arena.Ratings.Grpc;

internal static class ComparisonMapping
{
    public static WireComparison ToWire(KnownComparison known) => new()
    {
        ComparisonId = known.Request.Id,
        Prompt = known.Request.Prompt ?? "",
        Models = { known.Request.Models },
        Blind = known.Request.Blind,
        Revealed = known.IsRevealed,
        Recorded = known.Made is not null,
        DocumentId = known.Request.DocumentId ?? "",
        DocumentName = known.DocumentName ?? "",
        DocumentCharacters = known.Request.DocumentCharacters,
        QueryType = known.Request.QueryType,
        TraceParent = known.Request.TraceParent ?? "",
        CreatedAt = Timestamp.FromDateTimeOffset(known.Request.CreatedAt),
        Picked = known.Picked,
        Answers = { known.Made is { } made ? Answers(made, known).OrderBy(answer => answer.Position) : [] },
    };

    private static IEnumerable<ComparedAnswer> Answers(Ledger.Comparison made, KnownComparison known) =>
    [
        .. made.Answers.Select(answer => new ComparedAnswer
        {
            Position = answer.Position,
            Answer = ToWire(answer, made.Texts.FirstOrDefault(text => text.Position == answer.Position)?.Content ?? ""),
            Stars = known.StarsOf(answer.Position),
            NamesItself = answer.NamesItself,
        }),
        .. made.Failures.Select(failure => new ComparedAnswer { Position = failure.Position, Failed = failure.Cause }),
    ];

    private static Answer ToWire(RecordedAnswer answer, string text)
    {
        var wire = new Answer
        {
            AskedModelId = answer.AskedModelId,
            ModelId = answer.ModelId,
            DisplayName = answer.DisplayName,
            Simulated = answer.Simulated,
            Text = text,
            DeploymentId = answer.DeploymentId,
            UpstreamModel = answer.UpstreamModel,
            FellBack = answer.FellBack,
            FinishReason = answer.FinishReason,
            InputTokens = answer.InputTokens,
            OutputTokens = answer.OutputTokens,
            UsageEstimated = answer.UsageEstimated,
            TimeToFirstTokenSeconds = answer.TimeToFirstTokenSeconds,
            DurationSeconds = answer.DurationSeconds,
            Revision = answer.Revision ?? "",
        };
        if (answer.CostUsd is { } cost)
        {
            wire.CostUsd = cost;
        }

        return wire;
    }
}
