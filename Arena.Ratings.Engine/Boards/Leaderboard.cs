namespace Arena.Ratings.Engine;

/// <summary>A leaderboard, best model first.</summary>
public sealed record Leaderboard(IReadOnlyList<LeaderboardRow> Rows)
{
    /// <summary>The board of a fit.</summary>
    /// <param name="intervals">One per model of the fit, in its order; null for a board without.</param>
    public static Leaderboard Of(PairwiseFit fit, RatingScale scale, IReadOnlyList<Interval>? intervals)
    {
        var component = fit.Connectivity.Components[0];
        var main = component.Count > 1 ? component.ToHashSet(StringComparer.Ordinal) : [];
        var standings = Enumerable.Range(0, fit.Models.Count)
            .Select(model => new Standing(
                fit.Models[model], scale.Rating(fit.Strengths[model]), intervals?[model], fit.Battles[model], main.Contains(fit.Models[model])))
            .Concat(fit.Outsiders.Select(outsider => Outside(outsider, scale, intervals is not null)));
        return Of([.. standings], scale);
    }

    /// <summary>The board of ratings that were played, not fitted: Elo.</summary>
    public static Leaderboard Of(IReadOnlyList<Standing> standings, RatingScale scale)
    {
        var ranked = standings.Where(standing => standing.Ranked).ToArray();
        return new(
        [
            .. standings
                .OrderByDescending(standing => standing.Rating).ThenBy(standing => standing.Model, StringComparer.Ordinal)
                .Select(standing => new LeaderboardRow(
                    standing.Model,
                    standing.Rating,
                    standing.Interval,
                    standing.Battles,
                    standing.Ranked ? BoardStatuses.Of(standing.Battles, standing.Interval) : BoardStatus.Preliminary,
                    standing.Ranked ? RankRange.Of(standing, ranked) : null,
                    MeanWinProbability(standing, standings, scale))),
        ]);
    }

    private static Standing Outside(Outsider outsider, RatingScale scale, bool interval)
    {
        var rating = scale.Rating(outsider.Strength);
        return new(
            outsider.Model, rating, interval ? Interval.Around(rating, scale.Alpha * Math.Sqrt(outsider.Variance)) : null, outsider.Battles, Ranked: false);
    }

    /// <summary>1/(M−1) Σ over the others of the chance to beat them: the average win rate against a field in which each model is equally frequent.</summary>
    private static double MeanWinProbability(Standing standing, IReadOnlyList<Standing> all, RatingScale scale) => all.Count < 2
        ? double.NaN
        : all.Where(other => other != standing).Average(other => scale.WinProbability(standing.Rating, other.Rating));
}

/// <summary>One model on a board.</summary>
/// <param name="Ranks">Null for a model that cannot be ranked: see <see cref="PairwiseFit.Outsiders"/>.</param>
/// <param name="MeanWinProbability">Against all other models of the board, 0 … 1; NaN when there is none.</param>
public sealed record LeaderboardRow(
    string Model, double Rating, Interval? Interval, long Battles, BoardStatus Status, RankRange? Ranks, double MeanWinProbability);

/// <summary>A model before it is ranked.</summary>
/// <param name="Ranked">Whether its place among the others means something.</param>
public sealed record Standing(string Model, double Rating, Interval? Interval, long Battles, bool Ranked = true);
