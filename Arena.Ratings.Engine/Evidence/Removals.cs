namespace Arena.Ratings.Engine;

/// <summary>
/// How few votes decide that one model is above another: those whose removal pulls them together most are taken out, until the order turns.
/// Removing a vote of outcome y between a and b moves θ_i − θ_j by about −(e_i − e_j)ᵀ H⁻¹ (e_a − e_b) w (y − p); the last word has an exact refit.
/// Source: arXiv 2508.11847, which turns the first place of a public board by two of 57,477 votes.
/// </summary>
public static class Removals
{
    /// <summary>The number of votes without which the weaker model is above; null when that takes more than half of all.</summary>
    /// <param name="stronger">Index in the fit; its strength is above the other one's.</param>
    public static long? ToSwap(PairwiseFit fit, int stronger, int weaker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fit.Strengths[stronger], fit.Strengths[weaker], nameof(stronger));
        var rows = fit.Likelihood.Comparisons;
        var pulls = Pulls(fit, stronger, weaker);
        var order = Enumerable.Range(0, pulls.Length).Where(cell => pulls[cell] < 0 && rows.Counts[cell] > 0).OrderBy(cell => pulls[cell]).ToArray();
        var gap = fit.Strengths[stronger] - fit.Strengths[weaker];
        var least = Predicted(rows, pulls, order, gap);

        // The prediction is linear; from it on, votes are taken out in small steps until the exact fit agrees.
        for (var removed = least; removed <= rows.Votes / 2; removed += Math.Max(1, removed / 20))
        {
            if (Swaps(fit, order, removed, stronger, weaker))
            {
                while (removed > 1 && Swaps(fit, order, removed - 1, stronger, weaker))
                {
                    removed--;
                }

                return removed;
            }
        }

        return null;
    }

    private static double[] Pulls(PairwiseFit fit, int stronger, int weaker)
    {
        var rows = fit.Likelihood.Comparisons;
        var inverse = fit.InverseInformation();
        var pulls = new double[rows.Counts.Length];
        for (var cell = 0; cell < pulls.Length; cell++)
        {
            var (row, outcome) = Math.DivRem(cell, Comparisons.Outcomes);
            var (a, b) = (rows.Left[row], rows.Right[row]);
            var residual = (outcome / 2.0) - (1 / (1 + Math.Exp(fit.Strengths[b] - fit.Strengths[a])));
            var lever = inverse[stronger, a] - inverse[stronger, b] - inverse[weaker, a] + inverse[weaker, b];
            pulls[cell] = rows.Counts[cell] == 0 ? 0 : -lever * residual * rows.Weights[cell] / rows.Counts[cell];
        }

        return pulls;
    }

    private static long Predicted(Comparisons rows, double[] pulls, int[] order, double gap)
    {
        var removed = 0L;
        foreach (var cell in order)
        {
            var needed = (long)Math.Ceiling(gap / -pulls[cell]);
            if (needed <= rows.Counts[cell])
            {
                return Math.Max(1, removed + needed);
            }

            removed += (long)rows.Counts[cell];
            gap += pulls[cell] * rows.Counts[cell];
        }

        return Math.Max(1, removed);
    }

    private static bool Swaps(PairwiseFit fit, int[] order, long removed, int stronger, int weaker)
    {
        var source = fit.Likelihood.Comparisons;
        var rows = source.WithOwnWeights();
        source.Weights.CopyTo(rows.Weights, 0);
        var left = removed;
        foreach (var cell in order)
        {
            var taken = Math.Min(left, (long)source.Counts[cell]);
            rows.Weights[cell] *= 1 - (taken / source.Counts[cell]);
            left -= taken;
        }

        var (newton, point) = (new Newton(fit.Likelihood.On(rows)), fit.Point.ToArray());
        return newton.TryMaximise(point, fit.Prior) && point[stronger] <= point[weaker];
    }
}
