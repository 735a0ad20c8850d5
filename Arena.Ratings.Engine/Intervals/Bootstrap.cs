namespace Arena.Ratings.Engine;

/// <summary>How a bootstrap draws.</summary>
/// <param name="Rounds">Draws, at least 2; 100 is the custom, 1,000 is affordable.</param>
/// <param name="Seed">The same seed gives the same intervals, on any number of threads.</param>
public sealed record BootstrapOptions(int Rounds = 1000, long Seed = 0)
{
    /// <summary>Called with 1 after each round, from any thread.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>Threads at most; by default one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// Percentile intervals: the votes are drawn again with replacement, by a multinomial over the distinct (pair, outcome) cells, and refitted.
/// A model that is absent from a draw says nothing in that draw. Below <see cref="SandwichIntervals.Floor"/> battles an interval is at least as
/// wide as the inverse information makes it: two votes drawn again are still two votes.
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
/// </summary>
public static class Bootstrap
{
    /// <summary>One interval per model of the fit, in its order.</summary>
    /// <exception cref="FitException">No draw could be fitted.</exception>
    public static Interval[] Intervals(PairwiseFit fit, RatingScale scale, BootstrapOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 2);
        var draws = new double[fit.Models.Count][];
        for (var model = 0; model < draws.Length; model++)
        {
            draws[model] = new double[options.Rounds];
        }

        Parallel.For(
            0,
            options.Rounds,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = options.Threads },
            () => new BootstrapDraw(fit),
            (round, _, draw) =>
            {
                draw.Run(new Xoshiro(options.Seed, round));
                for (var model = 0; model < draws.Length; model++)
                {
                    draws[model][round] = draw.Strength(model);
                }

                options.Progress?.Invoke(1);
                return draw;
            },
            _ => { });

        var intervals = Array.ConvertAll(draws, strengths => Percentiles.Interval(strengths, scale));
        return SandwichIntervals.WidenBelowFloor(fit, scale, intervals);
    }
}
