using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>Who beats whom, how often, without a model of it.</summary>
/// <param name="Models">In the order of the board.</param>
/// <param name="WinRate">Share of the pair's decisive votes that the row won; null where there is none.</param>
/// <param name="AverageWinRate">Of each row, over the models it met; null where there is none.</param>
internal sealed record WinMatrix(
    IReadOnlyList<string> Models, IReadOnlyList<IReadOnlyList<double?>> WinRate, IReadOnlyList<double?> AverageWinRate)
{
    public static WinMatrix Of(BoardSnapshot board, VoteStore store, int most)
    {
        var state = new BoardState(board.Key);
        state.CatchUp(store);
        var rates = WinRates.Of(state.Tally);
        var models = board.Rows.Take(most).Select(row => row.ModelId).ToArray();
        var places = Array.ConvertAll(models, state.Tally.IndexOf);
        return new(
            models,
            [.. places.Select(row => (IReadOnlyList<double?>)[.. places.Select(column => row == column ? null : rates[row, column])])],
            [.. places.Select(rates.Average)]);
    }
}
