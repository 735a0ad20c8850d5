namespace Arena.Ratings.Engine;

/// <summary>How a bootstrap draws.</summary>
/// <param name="Rounds">Draws, at least 2; 100 is the custom, 1,000 is affordable.</param>
/// <param name="Seed">The same seed gives the same intervals, on any number of threads.</param>
public sealed record BootstrapOptions(int Rounds = 1000, long Seed = 0)
{
    /// <summary>Called with the rounds done so far, from any thread.</summary>
    public Action<int>? Progress { get; init; }
}

/// <summary>
/// Percentile intervals: the votes are drawn again with replacement, by a multinomial over the distinct (pair, outcome) cells, and refitted.
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
/// </summary>
public static class Bootstrap
{
    /// <summary>One interval per model of the fit, in its order.</summary>
    public static Interval[] Intervals(PairwiseFit fit, RatingScale scale, BootstrapOptions options, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Not yet.");
}
