namespace Arena.Ratings.Engine;

/// <summary>
/// The board that would be if all answers looked alike: z = θ_left − θ_right + x·c, x being the differences in length, headers, list items and bold,
/// each (left − right) / (left + right), 0 where both are 0, then divided by its root mean square around the mean (a z-score), with the penalty ½ λ c² on the summed
/// log-likelihood. Source: lmarena.github.io, "Does style matter?" (2024-08-29); lm-sys/FastChat <c>monitor/elo_analysis.py</c>.
/// </summary>
public static class StyleControl
{
    /// <summary>λ on each coefficient: FastChat's.</summary>
    public const double Penalty = 0.5;

    public static IReadOnlyList<string> Features { get; } = ["length", "headers", "lists", "bold"];

    /// <summary>Fits strengths and style coefficients.</summary>
    /// <exception cref="FitException">No votes, or no maximum.</exception>
    public static StyleFit Fit(StyledVotes votes, FitOptions? options = null)
    {
        options ??= FitOptions.Default;
        var rows = votes.Rows(options.Outcomes, options.PositionBias);
        var fit = Fitter.Fit(
            rows,
            options,
            comparisons => new BradleyTerryLikelihood(comparisons),
            options.PositionBias ? SeatTerm.Estimate(votes.Tally) : null);
        var variances = fit.InverseInformation();
        var first = fit.Models.Count;
        return new(
            fit,
            [
                .. Features.Select((name, k) => new StyleCoefficient(name, fit.Point[first + k], Math.Sqrt(variances[first + k, first + k]))),
            ]);
    }
}

/// <summary>A board whose ratings do not depend on style, and what style was worth.</summary>
public sealed record StyleFit(PairwiseFit Fit, IReadOnlyList<StyleCoefficient> Coefficients);

/// <summary>The effect of one standard deviation of a style difference, natural log of odds.</summary>
/// <param name="StandardError">From the inverse information.</param>
public sealed record StyleCoefficient(string Feature, double Logit, double StandardError);
