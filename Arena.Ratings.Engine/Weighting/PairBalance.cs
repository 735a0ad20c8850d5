using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>
/// Gives every pair of models a say of its own: each vote of an unordered pair weighs 1 / max(n, 50), n being the votes of that pair.
/// Source: lmarena/arena-rank, <c>PairDataset</c> with reweighted counts and a smallest pair count of 50.
/// </summary>
internal static class PairBalance
{
    private const double SmallestPair = 50;

    public static void Apply(Comparisons comparisons)
    {
        var votes = new Dictionary<(int, int), double>();
        for (var row = 0; row < comparisons.Rows; row++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(votes, Pair(comparisons, row), out _) += comparisons.RowVotes(row);
        }

        for (var row = 0; row < comparisons.Rows; row++)
        {
            var weight = 1 / Math.Max(votes[Pair(comparisons, row)], SmallestPair);
            for (var cell = row * Comparisons.Outcomes; cell < (row + 1) * Comparisons.Outcomes; cell++)
            {
                comparisons.Weights[cell] *= weight;
                comparisons.Squares[cell] *= weight * weight;
            }
        }

        comparisons.Weighted = true;
    }

    private static (int, int) Pair(Comparisons comparisons, int row) =>
        (Math.Min(comparisons.Left[row], comparisons.Right[row]), Math.Max(comparisons.Left[row], comparisons.Right[row]));
}
