namespace Arena.Ratings.Engine;

/// <summary>The votes of one ordered pair, the four outcomes apart.</summary>
public sealed class PairTally
{
    private readonly long[] _counts = new long[Tally.Outcomes];
    private readonly double[] _weights = new double[Tally.Outcomes];
    private readonly double[] _squares = new double[Tally.Outcomes];

    internal PairTally(int left, int right) => (Left, Right) = (left, right);

    /// <summary>Index of the model that was shown on the left.</summary>
    public int Left { get; }

    /// <summary>Index of the model that was shown on the right.</summary>
    public int Right { get; }

    /// <summary>Votes with this outcome.</summary>
    public long Count(Preference preference) => _counts[(int)preference];

    /// <summary>Σw over the votes with this outcome: their count, when no vote carries a weight.</summary>
    public double Weight(Preference preference) => _weights[(int)preference];

    /// <summary>Σw² over the votes with this outcome.</summary>
    public double Square(Preference preference) => _squares[(int)preference];

    internal void Add(Preference preference, long count, double weight, double square)
    {
        _counts[(int)preference] += count;
        _weights[(int)preference] += weight;
        _squares[(int)preference] += square;
    }
}
