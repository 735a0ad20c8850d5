using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Ledger;
using Arena.Ratings.Votes;
using Google.Protobuf.WellKnownTypes;
using LedgerPreference = Arena.Ratings.Engine.Preference;

namespace Arena.Ratings.Grpc;

internal static class VoteMapping
{
    /// <summary>Null for what is not one of the four.</summary>
    public static LedgerPreference? ToLedger(Preference preference) => preference switch
    {
        Preference.Left => LedgerPreference.Left,
        Preference.Right => LedgerPreference.Right,
        Preference.Tie => LedgerPreference.Tie,
        Preference.BothBad => LedgerPreference.BothBad,
        _ => null,
    };

    public static VoteResult ToResult(RecordedVote recorded, BoardSnapshot? board) => new()
    {
        BattleId = recorded.Battle.Id,
        Preference = FromLedger(recorded.Vote.Preference),
        Duplicate = recorded.Duplicate,
        Left = ToSide(recorded, Side.Left, board),
        Right = ToSide(recorded, Side.Right, board),
        VotedAt = Timestamp.FromDateTimeOffset(recorded.Vote.VotedAt),
        NotRatedBecause = recorded.Battle.NotRatedBecause ?? "",
    };

    public static Preference FromLedger(LedgerPreference preference) => preference switch
    {
        LedgerPreference.Left => Preference.Left,
        LedgerPreference.Right => Preference.Right,
        LedgerPreference.Tie => Preference.Tie,
        LedgerPreference.BothBad => Preference.BothBad,
        _ => throw new ArgumentOutOfRangeException(nameof(preference), preference, "Not one of the four preferences."),
    };

    private static RevealedSide ToSide(RecordedVote recorded, Side side, BoardSnapshot? board)
    {
        var (answer, step) = (recorded.Answer(side), recorded.Step(side));
        return new() { Answer = ToAnswer(answer), RatingBefore = step.Before, RatingAfter = step.After, Place = PlaceMapping.Find(board, answer.ModelId) };
    }

    public static Answer ToAnswer(BattleAnswer answer)
    {
        var wire = new Answer
        {
            AskedModelId = answer.AskedModelId,
            ModelId = answer.ModelId,
            DisplayName = answer.DisplayName,
            Simulated = answer.Simulated,
            Text = answer.Text?.Content ?? "", // erased
            DeploymentId = answer.DeploymentId,
            UpstreamModel = answer.UpstreamModel,
            Revision = answer.Revision ?? "",
            FellBack = answer.FellBack,
            FinishReason = answer.FinishReason,
            InputTokens = answer.InputTokens,
            OutputTokens = answer.OutputTokens,
            UsageEstimated = answer.UsageEstimated,
            TimeToFirstTokenSeconds = answer.TimeToFirstTokenSeconds,
            DurationSeconds = answer.DurationSeconds,
            Turns = { AnswerMapping.ParseTurns(answer.Text?.Turns).Select(turn => new Turn { Role = turn.Role, Content = turn.Content }) },
        };
        if (answer.CostUsd is { } cost)
        {
            wire.CostUsd = cost;
        }

        return wire;
    }
}
