using Arena.Contracts.Ratings;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Ledger;
using Google.Protobuf.WellKnownTypes;

namespace Arena.Ratings.Grpc;

internal static class BattleReadMapping
{
    public static RecordedBattle ToMessage(Battle battle, BoardSnapshot? board) => new()
    {
        BattleId = battle.Id,
        Prompt = battle.Prompt?.Content ?? "", // erased
        ViewIndex = battle.ViewIndex,
        QueryType = battle.QueryType,
        Route = battle.Route,
        CreatedAt = Timestamp.FromDateTimeOffset(battle.CreatedAt),
        Left = VoteMapping.ToAnswer(battle.Answers.Single(answer => answer.Side is Side.Left)),
        Right = VoteMapping.ToAnswer(battle.Answers.Single(answer => answer.Side is Side.Right)),
        Vote = battle.Vote is { } vote ? VoteMapping.ToResult(new(battle, vote, Duplicate: true), board) : null,
    };

    /// <summary>Before the vote it names no model.</summary>
    public static BattleSummary ToSummary(Battle battle)
    {
        var summary = new BattleSummary
        {
            BattleId = battle.Id,
            Prompt = battle.Prompt?.Content ?? "",
            Turns = battle.Turns,
            CreatedAt = Timestamp.FromDateTimeOffset(battle.CreatedAt),
        };
        if (battle.Vote is { } vote)
        {
            summary.Preference = VoteMapping.FromLedger(vote.Preference);
            summary.LeftName = battle.Answers.Single(answer => answer.Side is Side.Left).DisplayName;
            summary.RightName = battle.Answers.Single(answer => answer.Side is Side.Right).DisplayName;
        }

        return summary;
    }
}
