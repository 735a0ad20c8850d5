namespace Arena.Ratings.Engine;

/// <summary>Makes the rows of a fit from a tally. Models and rows are sorted, so that the order of votes does not change the last bit.</summary>
internal static class TallyRows
{
    private const int Outcomes = Comparisons.Outcomes;

    /// <summary>Rows of the votes that a policy counts; a model without such a vote is left out.</summary>
    /// <param name="seats">Keeps (left, right) and (right, left) apart, with the seat as a regressor. Otherwise both are one row.</param>
    /// <exception cref="FitException">No vote is left.</exception>
    public static Comparisons From(Tally tally, OutcomePolicy policy, bool seats)
    {
        var counted = Enum.GetValues<Preference>().Where(policy.Counts).ToArray();
        var pairs = tally.Pairs.Where(pair => counted.Any(outcome => pair.Count(outcome) > 0)).ToArray();
        if (pairs.Length == 0)
        {
            throw new FitException(tally.Votes == 0 ? "There are no votes." : "No vote is left: all were ties or both bad, which are dropped.");
        }

        var present = pairs.SelectMany(pair => new[] { pair.Left, pair.Right }).Distinct()
            .OrderBy(model => tally.Models[model], StringComparer.Ordinal).ToArray();
        var index = new int[tally.Models.Count];
        for (var i = 0; i < present.Length; i++)
        {
            index[present[i]] = i;
        }

        var rows = pairs.Select(pair => Key(index[pair.Left], index[pair.Right], seats)).Distinct().Order().ToArray();
        var comparisons = new Comparisons(
            Array.ConvertAll(present, model => tally.Models[model]),
            Array.ConvertAll(rows, row => row.Left),
            Array.ConvertAll(rows, row => row.Right))
        {
            FeatureCount = seats ? 1 : 0,
            Penalties = seats ? [0] : [],
            Features = seats ? [.. Enumerable.Repeat(1.0, rows.Length)] : [],
            RejectedSelfPairs = tally.RejectedSelfPairs,
            Weighted = tally.Weighted,
        };

        foreach (var pair in pairs)
        {
            var (left, right) = (index[pair.Left], index[pair.Right]);
            var key = Key(left, right, seats);
            Add(comparisons, Array.BinarySearch(rows, key), pair, counted, swapped: key.Left != left);
        }

        return comparisons;
    }

    private static (int Left, int Right) Key(int left, int right, bool seats) => seats || left < right ? (left, right) : (right, left);

    private static void Add(Comparisons comparisons, int row, PairTally pair, Preference[] counted, bool swapped)
    {
        foreach (var outcome in counted)
        {
            var score = (int)(2 * outcome.LeftScore());
            var cell = (row * Outcomes) + (swapped ? Outcomes - 1 - score : score);
            comparisons.Counts[cell] += pair.Count(outcome);
            comparisons.Weights[cell] += pair.Weight(outcome);
            comparisons.Squares[cell] += pair.Square(outcome);
        }
    }
}
