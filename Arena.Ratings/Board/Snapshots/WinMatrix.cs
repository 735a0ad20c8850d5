using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>
/// Decisive battles of each pair of models. Source: FastChat's win-rate matrix: wins on either side over decisive battles of the pair, and the
/// mean over the pairs that were played.
/// </summary>
/// <param name="Models">In the order of the board.</param>
/// <param name="Decisive">Decisive battles of row and column.</param>
/// <param name="WinRate">Share that the row won; null where the pair never had a decisive battle.</param>
/// <param name="AverageWinRate">Of each row, over the pairs that were played; null where there is none.</param>
internal sealed record WinMatrix(
    IReadOnlyList<string> Models, IReadOnlyList<IReadOnlyList<long>> Decisive, IReadOnlyList<IReadOnlyList<double?>> WinRate, IReadOnlyList<double?> AverageWinRate)
{
    public static WinMatrix Of(BoardSnapshot board, BoardKey key, VoteStore store, int most)
    {
        var models = board.Rows.Take(most).Select(row => row.ModelId).ToArray();
        var place = models.Index().ToDictionary(model => model.Item, model => model.Index, StringComparer.Ordinal);
        var wins = Array.ConvertAll(models, _ => new long[models.Length]);
        for (var i = 0; i < store.Votes.Count; i++)
        {
            var vote = store.Votes[i];
            if (vote.Preference is not (Preference.Left or Preference.Right) || !key.Counts(vote, store.Flags[i], store))
            {
                continue;
            }

            var (winner, loser) = vote.Preference is Preference.Left ? (vote.Left, vote.Right) : (vote.Right, vote.Left);
            if (place.TryGetValue(store.Models.Names[winner], out var row) && place.TryGetValue(store.Models.Names[loser], out var column))
            {
                wins[row][column]++;
            }
        }

        var decisive = models.Index().Select(row => models.Index().Select(column => wins[row.Index][column.Index] + wins[column.Index][row.Index]).ToArray()).ToArray();
        var rates = models.Index().Select(row => models.Index()
            .Select(column => decisive[row.Index][column.Index] is > 0 and var n ? (double?)wins[row.Index][column.Index] / n : null).ToArray()).ToArray();
        return new(models, decisive, rates, [.. rates.Select(row => row.Average())]);
    }
}
