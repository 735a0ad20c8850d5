namespace Arena.Ratings.Engine;

/// <summary>
/// A concave log-likelihood of paired comparisons. Parameters in this order: one strength per model (natural log), then what the model
/// adds (coefficients of regressors; η = ln ν). The strengths are identified up to a constant.
/// </summary>
internal interface ILikelihood
{
    Comparisons Comparisons { get; }

    /// <summary>Number of parameters, strengths first.</summary>
    int Parameters { get; }

    /// <summary>Σw over all votes.</summary>
    double TotalWeight { get; }

    /// <summary>The same likelihood of other rows.</summary>
    ILikelihood On(Comparisons comparisons);

    /// <summary>Where Newton starts.</summary>
    double[] Start();

    /// <summary>Reads the weights of the comparisons again: a bootstrap changes them in place.</summary>
    void Refresh();

    /// <summary>The log-likelihood at a point, its gradient, and the information −∂²ℓ (upper triangle).</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, SquareMatrix information);

    /// <summary>Σ over votes of w² s sᵀ, s being the vote's own gradient at the point: the "meat" of a sandwich (upper triangle).</summary>
    void ScoreCovariance(ReadOnlySpan<double> point, SquareMatrix covariance);
}
