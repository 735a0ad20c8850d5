namespace Arena.Ratings.Engine;

/// <summary>
/// What a fit knows beforehand: the penalty ½ Σ λ_k (x_k − centre_k)², that is x_k ~ N(centre_k, 1/λ_k), and parameters that are held where they are.
/// λ = 1 is a standard deviation of 174 points on the scale of 400.
/// </summary>
internal sealed class Prior(int parameters)
{
    /// <summary>λ per parameter; 0 is no prior.</summary>
    public double[] Precision { get; } = new double[parameters];

    public double[] Centre { get; } = new double[parameters];

    /// <summary>Parameters that do not move.</summary>
    public bool[] Held { get; } = new bool[parameters];

    /// <summary>Nothing but the penalties on coefficients that the rows come with.</summary>
    public static Prior None(ILikelihood likelihood)
    {
        var prior = new Prior(likelihood.Parameters);
        likelihood.Comparisons.Penalties.CopyTo(prior.Precision, likelihood.Comparisons.Models.Length);
        return prior;
    }

    /// <summary>Whether something fixes the strengths' common constant, which no vote does.</summary>
    public bool FixesGauge(int models) => Precision.AsSpan(0, models).IndexOfAnyExcept(0.0) >= 0 || Held.AsSpan(0, models).Contains(true);

    /// <summary>Adds the penalty to a log-likelihood, its gradient and its information.</summary>
    public double Apply(double value, ReadOnlySpan<double> point, Span<double> gradient, SquareMatrix information)
    {
        for (var k = 0; k < Precision.Length; k++)
        {
            var off = point[k] - Centre[k];
            value -= Precision[k] * off * off / 2;
            gradient[k] -= Precision[k] * off;
            information[k, k] += Precision[k];
        }

        for (var k = 0; k < Held.Length; k++)
        {
            if (Held[k])
            {
                gradient[k] = 0;
                information.Isolate(k);
            }
        }

        return value;
    }
}
