namespace Arena.Ratings.Engine;

/// <summary>Quantiles of draws, by linear interpolation (Hyndman and Fan, type 7: what NumPy and R do by default).</summary>
internal static class Percentiles
{
    /// <summary>The 2.5 % and 97.5 % quantiles on a scale. Sorts the draws; NaN says nothing.</summary>
    /// <exception cref="FitException">Every draw is NaN.</exception>
    public static Interval Interval(double[] draws, RatingScale scale)
    {
        Array.Sort(draws); // NaN comes first
        var known = draws.AsSpan(draws.AsSpan().LastIndexOf(double.NaN) + 1);
        return known.IsEmpty
            ? throw new FitException("No bootstrap draw could be fitted.")
            : new(scale.Rating(Quantile(known, 0.025)), scale.Rating(Quantile(known, 0.975)));
    }

    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
