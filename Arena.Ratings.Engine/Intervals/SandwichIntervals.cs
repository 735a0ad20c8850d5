namespace Arena.Ratings.Engine;

/// <summary>95 % intervals from a covariance: rating ± 1.96 α √variance.</summary>
public static class SandwichIntervals
{
    /// <summary>Below this number of battles the larger of sandwich and inverse-information variance counts: few votes have few residuals.</summary>
    public const int Floor = 100;

    /// <summary>One interval per model of the fit, in its order.</summary>
    public static Interval[] Of(PairwiseFit fit, RatingScale scale) => Of(fit, scale, Covariance.Of(fit), Covariance.Of(fit, CovarianceKind.InverseInformation));

    /// <summary>As lmarena/arena-rank has them: <see cref="CovarianceKind.SandwichArenaRank"/>, whatever the number of votes.</summary>
    public static Interval[] ArenaRank(PairwiseFit fit, RatingScale scale)
    {
        var covariance = Covariance.Of(fit, CovarianceKind.SandwichArenaRank);
        return Of(fit, scale, covariance, covariance);
    }

    private static Interval[] Of(PairwiseFit fit, RatingScale scale, Covariance covariance, Covariance belowFloor)
    {
        var intervals = new Interval[fit.Models.Count];
        for (var model = 0; model < intervals.Length; model++)
        {
            var variance = covariance.Variance(model);
            if (fit.Battles[model] < Floor)
            {
                variance = Math.Max(variance, belowFloor.Variance(model));
            }

            intervals[model] = Interval.Around(scale.Rating(fit.Strengths[model]), scale.Alpha * Math.Sqrt(variance));
        }

        return intervals;
    }
}
