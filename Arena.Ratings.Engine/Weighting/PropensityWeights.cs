namespace Arena.Ratings.Engine;

/// <summary>
/// Undoes adaptive pairing: a vote on a pair that was drawn with probability P weighs π / P, π being the uniform probability over the pairs
/// that were eligible, so that the fit aims at the board that uniform pairing would have given. Weights above a cap are cut and counted.
/// Source: Chiang et al., "Chatbot Arena", arXiv 2403.04132, equation 7; capping as in Ionides, Journal of Computational and Graphical Statistics 17 (2008).
/// </summary>
public sealed class PropensityWeights(double cap = PropensityWeights.DefaultCap)
{
    public const double DefaultCap = 20;

    private double _sum;
    private double _squares;

    /// <summary>Votes whose weight was cut.</summary>
    public long Capped { get; private set; }

    public long Votes { get; private set; }

    /// <summary>(Σw)² / Σw²: as many equally weighted votes would say as much. 0 before the first vote.</summary>
    public double EffectiveSampleSize => _squares == 0 ? 0 : _sum * _sum / _squares;

    /// <summary>The weight of a vote, for <see cref="Tally.AddWeighted"/>.</summary>
    /// <param name="probability">With which the unordered pair was drawn, above 0, at most 1.</param>
    /// <param name="eligiblePairs">Unordered pairs that could have been drawn, at least 1.</param>
    public double Weigh(double probability, int eligiblePairs)
    {
        if (probability is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A pair that was drawn has a probability above 0, at most 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(eligiblePairs, 1);
        var weight = 1 / (probability * eligiblePairs);
        if (weight > cap)
        {
            weight = cap;
            Capped++;
        }

        Votes++;
        _sum += weight;
        _squares += weight * weight;
        return weight;
    }
}
