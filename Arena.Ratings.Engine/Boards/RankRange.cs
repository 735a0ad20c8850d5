namespace Arena.Ratings.Engine;

/// <summary>
/// The places that a model can have. Source: lmarena/arena-rank and FastChat (95 % marginal intervals).
/// </summary>
/// <param name="Place">1 + the number of models with a higher rating; equal ratings share a place.</param>
/// <param name="Best">1 + the number of models whose interval lies above its own; no interval, no claim: then 1.</param>
/// <param name="Worst">1 + the number of other models whose interval does not lie below its own.</param>
public sealed record RankRange(int Place, int Best, int Worst)
{
    internal static RankRange Of(Standing standing, IReadOnlyCollection<Standing> ranked) => new(
        1 + ranked.Count(other => other.Rating > standing.Rating),
        1 + ranked.Count(other => other.Interval?.Lower > standing.Interval?.Upper),
        ranked.Count(other => !(other.Interval?.Upper < standing.Interval?.Lower)));
}
