namespace Arena.Ratings.Engine;

/// <summary>Plays votes through Elo, in order: the same steps as the live board takes.</summary>
public static class EloReplay
{
    /// <summary>The ratings after the last vote.</summary>
    /// <param name="models">Number of models: one more than the highest index in the log.</param>
    /// <param name="k">The most points that one vote moves.</param>
    /// <param name="start">The rating of every model before its first vote.</param>
    public static double[] Play(VoteLog votes, int models, double k, double start, OutcomePolicy policy)
    {
        var ratings = new double[models];
        Array.Fill(ratings, start);
        foreach (var vote in votes.Packed)
        {
            Step(ratings, vote, k, policy);
        }

        return ratings;
    }

    /// <summary>
    /// Percentile intervals of Elo over votes drawn with replacement, which also shuffles them: what depends on the order shows as width.
    /// Source: lm-sys/FastChat <c>monitor/rating_systems.py</c>, compute_bootstrap_elo.
    /// </summary>
    public static Interval[] Bootstrap(
        VoteLog votes, int models, double k, double start, OutcomePolicy policy, BootstrapOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 2);
        ArgumentOutOfRangeException.ThrowIfZero(votes.Count);
        var draws = new double[models][];
        for (var model = 0; model < models; model++)
        {
            draws[model] = new double[options.Rounds];
        }

        Parallel.For(
            0,
            options.Rounds,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = options.Threads },
            () => new double[models],
            (round, _, ratings) =>
            {
                Redraw(votes, ratings, k, start, policy, new Xoshiro(options.Seed, round));
                for (var model = 0; model < models; model++)
                {
                    draws[model][round] = ratings[model];
                }

                options.Progress?.Invoke(1);
                return ratings;
            },
            _ => { });

        var asPlayed = new RatingScale(Mean: 0, Points: 1, Base: Math.E);
        return Array.ConvertAll(draws, ratings => Percentiles.Interval(ratings, asPlayed));
    }

    private static void Redraw(VoteLog votes, double[] ratings, double k, double start, OutcomePolicy policy, Xoshiro random)
    {
        Array.Fill(ratings, start);
        var packed = votes.Packed;
        for (var i = 0; i < packed.Length; i++)
        {
            Step(ratings, packed[random.Next(packed.Length)], k, policy);
        }
    }

    private static void Step(double[] ratings, ulong vote, double k, OutcomePolicy policy)
    {
        var (left, right, preference) = VoteLog.Unpack(vote);
        if (policy.Counts(preference))
        {
            var update = Elo.Rate(ratings[left], ratings[right], preference.LeftScore(), k);
            (ratings[left], ratings[right]) = (update.Left, update.Right);
        }
    }
}
