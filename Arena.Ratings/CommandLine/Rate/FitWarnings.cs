using Arena.Ratings.Engine;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>What a reader of a board must know about its fit.</summary>
internal static class FitWarnings
{
    public static IEnumerable<string> Of(PairwiseFit fit)
    {
        if (fit.Connectivity.Problem is { } problem)
        {
            yield return problem;
        }

        if (fit.Outsiders.Count > 0)
        {
            yield return $"{fit.Outsiders.Count} models outside the largest component have a rating by a ridge of 1 and no rank: "
                + $"{string.Join(", ", fit.Outsiders.Select(outsider => outsider.Model))}.";
        }

        if (!fit.IsExact)
        {
            yield return $"The likelihood has no finite maximum; every rating is by a ridge of {fit.Ridge} and preliminary.";
        }
    }
}
