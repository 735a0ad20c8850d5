using Arena.Ratings.Board.Api;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>One model of a board.</summary>
/// <param name="Row">Null when no vote of the board was on it.</param>
/// <param name="Total">Models on the board.</param>
/// <param name="Strengths">Where it stands on the board of each kind of query that it has votes on.</param>
/// <param name="Opponents">Whom it met, the most frequent first.</param>
internal sealed record ModelProfile(LeaderboardItem? Row, int Total, IReadOnlyList<ModelStrength> Strengths, IReadOnlyList<HeadToHead> Opponents);

/// <summary>A model on the board of one kind of query.</summary>
internal sealed record ModelStrength(string Category, int Total, LeaderboardItem Row);

/// <summary>All votes between a model and another, as the model sees them.</summary>
/// <param name="Rating">Of the other.</param>
/// <param name="WinRate">Of the decisive votes, 0 … 1; null where there is none.</param>
internal sealed record HeadToHead(
    string ModelId, string DisplayName, double Rating, long Battles, long Wins, long Losses, long Ties, long BothBad, double? WinRate)
{
    public static IReadOnlyList<HeadToHead> Of(string modelId, BoardSnapshot board, VoteStore store)
    {
        var state = new BoardState(board.Key);
        state.CatchUp(store);
        var model = state.Tally.IndexOf(modelId);
        var met = new Dictionary<int, OutcomeCounts>();
        foreach (var pair in state.Tally.Pairs.Where(pair => pair.Left == model || pair.Right == model))
        {
            var (other, won, lost) = pair.Left == model ? (pair.Right, Preference.Left, Preference.Right) : (pair.Left, Preference.Right, Preference.Left);
            met[other] = met.GetValueOrDefault(other, OutcomeCounts.None).Add(pair.Count(won), pair.Count(lost), pair.Count(Preference.Tie), pair.Count(Preference.BothBad));
        }

        return
        [
            .. from row in board.Rows
               let counts = met.GetValueOrDefault(state.Tally.IndexOf(row.ModelId))
               where counts is not null
               orderby counts.Battles descending, row.ModelId
               select new HeadToHead(
                   row.ModelId, row.Name.DisplayName, row.Rating, counts.Battles, counts.Wins, counts.Losses, counts.Ties, counts.BothBad,
                   counts.Wins + counts.Losses == 0 ? null : (double)counts.Wins / (counts.Wins + counts.Losses)),
        ];
    }
}
