namespace Arena.Ratings.Engine;

/// <summary>
/// What a likelihood is made of: rows that share their models (and their regressors, if there are any), each with what its votes said.
/// </summary>
/// <param name="models">Names of the models that took part, sorted.</param>
/// <param name="left">Per row the index of the left model.</param>
/// <param name="right">Per row the index of the right model.</param>
internal sealed class Comparisons(string[] models, int[] left, int[] right)
{
    /// <summary>Outcomes of a row, from the left side: 0 lost, 1 tied, 2 won. The score is half the index.</summary>
    public const int Outcomes = 3;

    public string[] Models { get; } = models;

    public int Rows => Left.Length;

    public int[] Left { get; } = left;

    public int[] Right { get; } = right;

    /// <summary>Regressors beside the two models, row after row: the seat (1) and style differences.</summary>
    public double[] Features { get; init; } = [];

    public int FeatureCount { get; init; }

    /// <summary>Per regressor the λ of its penalty ½ λ c² on the summed log-likelihood.</summary>
    public double[] Penalties { get; init; } = [];

    /// <summary>Votes per row and outcome.</summary>
    public double[] Counts { get; init; } = new double[left.Length * Outcomes];

    /// <summary>Σw per row and outcome.</summary>
    public double[] Weights { get; init; } = new double[left.Length * Outcomes];

    /// <summary>Σw² per row and outcome.</summary>
    public double[] Squares { get; init; } = new double[left.Length * Outcomes];

    /// <summary>Self-pairs that were left out before; arena-rank's regularisation counts them.</summary>
    public long RejectedSelfPairs { get; init; }

    /// <summary>Whether some vote weighs other than 1.</summary>
    public bool Weighted { get; set; }

    public long Votes => (long)Counts.Sum();

    /// <summary>Votes in which each model took part.</summary>
    public long[] Battles()
    {
        var battles = new long[Models.Length];
        for (var row = 0; row < Rows; row++)
        {
            var votes = (long)RowVotes(row);
            battles[Left[row]] += votes;
            battles[Right[row]] += votes;
        }

        return battles;
    }

    public double RowVotes(int row) => Counts[row * Outcomes] + Counts[(row * Outcomes) + 1] + Counts[(row * Outcomes) + 2];

    /// <summary>The same rows with counts and weights of their own, all 0.</summary>
    public Comparisons WithOwnWeights() => new(Models, Left, Right)
    {
        FeatureCount = FeatureCount,
        Features = Features,
        Penalties = Penalties,
        Squares = [],
    };

    /// <summary>The rows between some of the models.</summary>
    public Comparisons Restrict(IReadOnlyCollection<string> keep)
    {
        if (keep.Count == Models.Length)
        {
            return this;
        }

        var kept = keep.Order(StringComparer.Ordinal).ToArray();
        var index = Array.ConvertAll(Models, model => Array.BinarySearch(kept, model, StringComparer.Ordinal));
        var rows = Enumerable.Range(0, Rows).Where(row => index[Left[row]] >= 0 && index[Right[row]] >= 0).ToArray();
        return new(kept, Array.ConvertAll(rows, row => index[Left[row]]), Array.ConvertAll(rows, row => index[Right[row]]))
        {
            FeatureCount = FeatureCount,
            Features = Select(Features, FeatureCount, rows),
            Penalties = Penalties,
            Counts = Select(Counts, Outcomes, rows),
            Weights = Select(Weights, Outcomes, rows),
            Squares = Select(Squares, Outcomes, rows),
            RejectedSelfPairs = RejectedSelfPairs,
            Weighted = Weighted,
        };
    }

    private static double[] Select(double[] values, int width, int[] rows) =>
        [.. rows.SelectMany(row => new ArraySegment<double>(values, row * width, width))];
}
