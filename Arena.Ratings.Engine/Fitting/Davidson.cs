namespace Arena.Ratings.Engine;

/// <summary>
/// Davidson's model, in which a tie is an outcome of its own: with δ = (θ_i − θ_j)/2 and ν ≥ 0, P(i) : P(tie) : P(j) = e^δ : ν : e^−δ.
/// Strengths are larger than with ties as half wins, so the two boards are not compared number by number.
/// Source: Davidson, Journal of the American Statistical Association 65 (1970), 317–328.
/// </summary>
public static class Davidson
{
    /// <summary>Fits strengths and ν to votes. <see cref="OutcomePolicy"/> says which votes count; those that count as half a win elsewhere are ties here.</summary>
    /// <exception cref="FitException">No votes, nothing but ties, or no maximum.</exception>
    public static PairwiseFit Fit(Tally votes, FitOptions? options = null)
    {
        options ??= FitOptions.Default;
        var rows = TallyRows.From(votes, options.Outcomes, options.PositionBias);
        var bias = options.PositionBias ? SeatTerm.Estimate(votes) : null;
        var ties = Enumerable.Range(0, rows.Rows).Sum(row => rows.Weights[(row * Comparisons.Outcomes) + 1]);
        if (ties == rows.Weights.Sum())
        {
            throw new FitException("Every vote is a tie: Davidson's ν has no finite estimate.");
        }

        if (ties > 0)
        {
            return Fitter.Fit(rows, options, comparisons => new DavidsonLikelihood(comparisons), bias);
        }

        // Without ties the maximum is at ν = 0, where the model is Bradley–Terry.
        var fit = Fitter.Fit(rows, options, comparisons => new BradleyTerryLikelihood(comparisons), bias);
        fit.TieParameter = 0;
        return fit;
    }
}
