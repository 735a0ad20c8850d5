namespace Arena.Ratings.Engine;

/// <summary>95 % intervals from a covariance: rating ± 1.96 α √variance.</summary>
public static class SandwichIntervals
{
    /// <summary>Below this number of battles the larger of sandwich and inverse-information variance counts: few votes have few residuals.</summary>
    public const int Floor = 100;

    /// <summary>One interval per model of the fit, in its order.</summary>
    public static Interval[] Of(PairwiseFit fit, RatingScale scale) => WidenBelowFloor(fit, scale, Of(fit, scale, CovarianceKind.Sandwich));

    /// <summary>As lmarena/arena-rank has them: <see cref="CovarianceKind.SandwichArenaRank"/>, whatever the number of votes.</summary>
    public static Interval[] ArenaRank(PairwiseFit fit, RatingScale scale) => Of(fit, scale, CovarianceKind.SandwichArenaRank);

    /// <summary>Makes the intervals of models with few battles at least as wide as the inverse information does.</summary>
    internal static Interval[] WidenBelowFloor(PairwiseFit fit, RatingScale scale, Interval[] intervals)
    {
        if (fit.Battles.All(battles => battles >= Floor))
        {
            return intervals;
        }

        var honest = Of(fit, scale, CovarianceKind.InverseInformation);
        for (var model = 0; model < intervals.Length; model++)
        {
            if (fit.Battles[model] < Floor)
            {
                intervals[model] = new(Math.Min(intervals[model].Lower, honest[model].Lower), Math.Max(intervals[model].Upper, honest[model].Upper));
            }
        }

        return intervals;
    }

    private static Interval[] Of(PairwiseFit fit, RatingScale scale, CovarianceKind kind)
    {
        var covariance = Covariance.Of(fit, kind);
        return
        [
            .. fit.Strengths.Select((strength, model) =>
                Interval.Around(scale.Rating(strength), scale.Alpha * Math.Sqrt(covariance.Variance(model)))),
        ];
    }
}
