namespace Arena.Router.Pairing;

/// <summary>Draws a pair in proportion to weights, and says with which probability.</summary>
internal static class PairLottery
{
    /// <summary>
    /// Draws one pair. Each keeps at least <paramref name="floor"/> divided by the number of pairs, whatever its weight, so that a board can
    /// be corrected for the policy: P = (1 − floor) · weight / Σ weight + floor / n, as in "Chatbot Arena", arXiv:2403.04132, section 5.
    /// Weights that are all zero count as equal.
    /// </summary>
    /// <param name="pairs">At least one.</param>
    /// <param name="weights">One for each pair, finite, at least 0.</param>
    /// <param name="floor">Share of the draws that ignores the weights, 0 to 1.</param>
    /// <param name="random">Where the draw comes from.</param>
    public static PairDraw Draw(IReadOnlyList<ModelPair> pairs, IReadOnlyList<double> weights, double floor, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Count);
        var probabilities = Probabilities(weights, floor);
        var left = random.NextDouble();
        var drawn = 0;
        while (drawn < pairs.Count - 1 && left >= probabilities[drawn])
        {
            left -= probabilities[drawn++];
        }

        // Rounding may leave a crumb behind the last pair; it never goes to one that cannot be drawn.
        while (drawn > 0 && probabilities[drawn] == 0)
        {
            drawn--;
        }

        return new(pairs[drawn], probabilities[drawn]);
    }

    /// <summary>With which each pair is drawn; they sum to 1.</summary>
    internal static double[] Probabilities(IReadOnlyList<double> weights, double floor)
    {
        var total = weights.Sum();
        if (!double.IsFinite(total) || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("Weights are finite and not negative.", nameof(weights));
        }

        var even = 1.0 / weights.Count;
        return [.. weights.Select(weight => total > 0 ? ((1 - floor) * weight / total) + (floor * even) : even)];
    }
}

/// <summary>A drawn pair.</summary>
/// <param name="Probability">With which this unordered pair was drawn from those that were eligible, in (0, 1].</param>
internal sealed record PairDraw(ModelPair Pair, double Probability);
