using Arena.Ratings.Engine;

namespace Arena.Ratings.Ledger.Chain;

/// <summary>What of each record is sealed: every column, and the hashes of its texts instead of the texts.</summary>
internal static class RecordHashes
{
    public static byte[] Of(Battle battle)
    {
        var record = CanonicalRecord.Start(RecordKind.Battle, 1)
            .Text(battle.Id).Text(battle.PromptId).Bytes(battle.SessionHash).Number(battle.ViewIndex).Text(battle.QueryType).Text(battle.Route)
            .Text(battle.PairPolicy).Number(battle.PairProbability).Text(battle.LeftModelId).Text(battle.RightModelId)
            .Time(battle.CreatedAt).Time(battle.RecordedAt).Text(battle.TraceId).Text(battle.Language).Text(battle.DocumentHash)
            .Number(battle.Turns).Text(battle.Source).Text(battle.NotRatedBecause).Bytes(battle.PromptFingerprint).Bytes(battle.PromptHash)
            .Number(battle.Answers.Count);
        foreach (var answer in battle.Answers.OrderBy(answer => answer.Side))
        {
            record.Number((int)answer.Side);
            Add(record, answer);
        }

        return record.Hash();
    }

    public static byte[] Of(Vote vote)
    {
        var record = CanonicalRecord.Start(RecordKind.Vote, 1)
            .Text(vote.Id.ToString("N")).Number(vote.Sequence).Text(vote.BattleId).Text(vote.Preference.Name()).Bytes(vote.SessionHash)
            .Text(vote.IdempotencyKey).Time(vote.VotedAt).Number(vote.Steps.Count);
        foreach (var step in vote.Steps.OrderBy(step => step.ModelId, StringComparer.Ordinal))
        {
            record.Text(step.ModelId).Number(step.Before).Number(step.After).Number(step.K);
        }

        return record.Hash();
    }

    public static byte[] Of(Erasure erasure) => CanonicalRecord.Start(RecordKind.Erasure, 1)
        .Text(erasure.Id.ToString("N")).Text(erasure.SubjectId).Text(erasure.Reason).Time(erasure.ErasedAt).Hash();

    public static byte[] Of(Comparison comparison)
    {
        var record = CanonicalRecord.Start(RecordKind.Comparison, 1)
            .Text(comparison.Id).Bytes(comparison.SessionHash).Text(comparison.QueryType).Text(comparison.Language).Text(comparison.DocumentHash)
            .Time(comparison.CreatedAt).Time(comparison.RecordedAt).Bytes(comparison.PromptFingerprint).Bytes(comparison.PromptHash)
            .Number(comparison.Answers.Count);
        foreach (var answer in comparison.Answers.OrderBy(answer => answer.Position))
        {
            record.Number(answer.Position);
            Add(record, answer);
        }

        return record.Hash();
    }

    public static byte[] Of(StarRating stars) => CanonicalRecord.Start(RecordKind.Stars, 1)
        .Text(stars.Id).Number(stars.Sequence).Text(stars.ComparisonId).Number(stars.Position).Number(stars.Stars).Bytes(stars.SessionHash)
        .Time(stars.GivenAt).Hash();

    public static byte[] Of(RubricScore score) => CanonicalRecord.Start(RecordKind.Scores, 1)
        .Text(score.Id).Number(score.Sequence).Text(score.BattleId).Number((int)score.Side).Text(score.Rubric).Text(score.Scorer)
        .Bytes(score.SessionHash).Text(score.Scores).Time(score.GivenAt).Hash();

    public static byte[] Of(VoteFeedback feedback)
    {
        var record = CanonicalRecord.Start(RecordKind.Feedback, 1)
            .Text(feedback.Id).Number(feedback.Sequence).Text(feedback.BattleId).Bytes(feedback.SessionHash).Time(feedback.GivenAt)
            .Bytes(feedback.CommentHash).Number(feedback.Reasons.Length);
        foreach (var reason in feedback.Reasons)
        {
            record.Text(reason);
        }

        return record.Hash();
    }
    public static byte[] Of(ComparisonPick pick) => CanonicalRecord.Start(RecordKind.Pick, 1)
        .Text(pick.Id).Number(pick.Sequence).Text(pick.ComparisonId).Number(pick.Position).Bytes(pick.SessionHash).Time(pick.GivenAt).Hash();

    private static void Add(CanonicalRecord record, RecordedAnswer answer) => record
        .Text(answer.AskedModelId).Text(answer.ModelId).Text(answer.DisplayName).Flag(answer.Simulated).Text(answer.DeploymentId)
        .Text(answer.UpstreamModel).Text(answer.Revision).Flag(answer.FellBack).Text(answer.FinishReason).Number(answer.InputTokens)
        .Number(answer.OutputTokens).Flag(answer.UsageEstimated).Number(answer.CostUsd).Number(answer.TimeToFirstTokenSeconds)
        .Number(answer.DurationSeconds).Number(answer.Headers).Number(answer.ListItems).Number(answer.BoldSpans).Bytes(answer.TextHash);
}
