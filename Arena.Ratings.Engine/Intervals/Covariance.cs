namespace Arena.Ratings.Engine;

/// <summary>How certain the strengths of a fit are.</summary>
public enum CovarianceKind
{
    /// <summary>H⁻¹ G H⁻¹ in the mean gauge: right even where the model of the votes is not (White, Econometrica 50 (1982)).</summary>
    Sandwich,

    /// <summary>
    /// (H + ρI)⁻¹ G (H + ρI)⁻¹ with ρ = 1e-5 N, or 1e-5 when votes carry weights: as lmarena/arena-rank computes it. Much too narrow for a model
    /// with a handful of votes, whose own curvature ρ swamps.
    /// </summary>
    SandwichArenaRank,

    /// <summary>H⁻¹ in the mean gauge: right where the model of the votes is, and honest where there are hardly any.</summary>
    InverseInformation,
}

/// <summary>The covariance of a fit's strengths, natural-log units squared.</summary>
public sealed class Covariance
{
    /// <summary>arena-rank's <c>hessian_reg</c>.</summary>
    private const double ArenaRankRegularisation = 1e-5;

    private readonly SquareMatrix _matrix;

    private Covariance(SquareMatrix matrix) => _matrix = matrix;

    /// <summary>Variance of θ_i around the mean of all models of the fit.</summary>
    public double Variance(int model) => _matrix[model, model];

    /// <summary>Variance of θ_i − θ_j, which no choice of gauge changes: what a claim about two models rests on.</summary>
    public double OfDifference(int one, int other) => _matrix[one, one] + _matrix[other, other] - (2 * _matrix[one, other]);

    /// <summary>Computes a covariance at the maximum of a fit.</summary>
    /// <exception cref="FitException">The information matrix is singular.</exception>
    public static Covariance Of(PairwiseFit fit, CovarianceKind kind = CovarianceKind.Sandwich)
    {
        var (likelihood, models) = (fit.Likelihood, fit.Models.Count);
        var inverse = kind == CovarianceKind.SandwichArenaRank ? ArenaRankBread(fit) : fit.InverseInformation();
        if (kind == CovarianceKind.InverseInformation)
        {
            return new(inverse.Centred(models));
        }

        var meat = new SquareMatrix(likelihood.Parameters);
        likelihood.ScoreCovariance(fit.Point, meat);
        meat.MirrorUpper();
        return new(inverse.Times(meat).Times(inverse).Centred(models));
    }

    private static SquareMatrix ArenaRankBread(PairwiseFit fit)
    {
        var rows = fit.Likelihood.Comparisons;
        var information = new SquareMatrix(fit.Likelihood.Parameters);
        fit.Likelihood.Evaluate(fit.Point, new double[fit.Likelihood.Parameters], information);
        information.AddDiagonal(ArenaRankRegularisation * (rows.Weighted ? 1 : rows.Votes + rows.RejectedSelfPairs));
        information.MirrorUpper();
        return Cholesky.TryFactor(information) ? Cholesky.Invert(information) : throw new FitException("The information matrix is singular.");
    }
}
