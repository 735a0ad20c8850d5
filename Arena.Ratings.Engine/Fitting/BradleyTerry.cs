namespace Arena.Ratings.Engine;

/// <summary>
/// The exact Bradley–Terry board: P(i beats j) = σ(θ_i − θ_j), by maximum likelihood. Source: Bradley and Terry, Biometrika 39 (1952), 324–345.
/// </summary>
public static class BradleyTerry
{
    /// <summary>Fits strengths to votes. The same votes in any order give the same strengths to the last bit.</summary>
    /// <exception cref="FitException">No votes, or no maximum.</exception>
    public static PairwiseFit Fit(Tally votes, FitOptions? options = null)
    {
        options ??= FitOptions.Default;
        return Fitter.Fit(
            TallyRows.From(votes, options.Outcomes, options.PositionBias),
            options,
            rows => new BradleyTerryLikelihood(rows),
            options.PositionBias ? SeatTerm.Estimate(votes) : null);
    }
}
