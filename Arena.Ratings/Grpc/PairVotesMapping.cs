using Arena.Contracts.Ratings;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;
using Preference = Arena.Ratings.Engine.Preference;

namespace Arena.Ratings.Grpc;

internal static class PairVotesMapping
{
    /// <summary>The votes of the default board, counted by ordered pair and outcome.</summary>
    public static GetPairVotesResponse ToResponse(VoteStore store)
    {
        var board = new BoardState(BoardKey.Default);
        board.CatchUp(store);
        return new() { Pairs = { board.Tally.Pairs.Select(pair => ToMessage(pair, board.Tally.Models)) } };
    }

    private static PairVotes ToMessage(PairTally pair, IReadOnlyList<string> models) => new()
    {
        ModelLeft = models[pair.Left],
        ModelRight = models[pair.Right],
        Left = pair.Count(Preference.Left),
        Right = pair.Count(Preference.Right),
        Ties = pair.Count(Preference.Tie),
        BothBad = pair.Count(Preference.BothBad),
    };
}
