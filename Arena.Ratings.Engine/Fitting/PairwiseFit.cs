namespace Arena.Ratings.Engine;

/// <summary>Strengths that explain the votes best.</summary>
public sealed class PairwiseFit
{
    internal PairwiseFit(ILikelihood likelihood, Prior prior, double[] point, Newton newton)
    {
        (Likelihood, Prior, Point) = (likelihood, prior, point);
        (GradientNorm, Iterations, LogLikelihood) = (newton.GradientNorm, newton.Iterations, newton.Value);
        Models = likelihood.Comparisons.Models;
        Battles = likelihood.Comparisons.Battles();
        var mean = point.AsSpan(0, Models.Count).ToArray().Average();
        TieParameter = likelihood is DavidsonLikelihood ? Math.Exp(point[^1]) : null;
        Strengths = [.. point.Take(Models.Count).Select(strength => strength - mean)];
    }

    /// <summary>The models that this fit rates, by name.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>θ per model, natural log of strength, mean 0: the model with θ + 1 beats the one with θ in e of e + 1 decisive votes.</summary>
    public IReadOnlyList<double> Strengths { get; }

    /// <summary>Votes that each model took part in.</summary>
    public IReadOnlyList<long> Battles { get; }

    /// <summary>
    /// Models that the likelihood gives no finite strength: outside the largest strongly connected component. They are rated by a ridge of 1
    /// around the mean of the others and have no rank. Empty when the votes are connected, or a ridge was asked for.
    /// </summary>
    public IReadOnlyList<Outsider> Outsiders { get; internal init; } = [];

    /// <summary>Votes that were counted, those of outsiders too.</summary>
    public long Votes { get; internal init; }

    /// <summary>Largest component of the gradient at the published point, in votes. A fit whose gradient is above 1e-8 is not returned.</summary>
    public double GradientNorm { get; }

    public int Iterations { get; }

    /// <summary>Log-likelihood (natural log), less the penalty when there is one.</summary>
    public double LogLikelihood { get; }

    public required Connectivity Connectivity { get; init; }

    /// <summary>λ with which the strengths were fitted; 0 is maximum likelihood. It can be 1 without having been asked for: see <see cref="IsExact"/>.</summary>
    public double Ridge { get; internal init; }

    /// <summary>False when no maximum exists for more than one model, and everything had to be rated with a ridge.</summary>
    public bool IsExact { get; internal init; } = true;

    /// <summary>Davidson's ν, with P(tie between equals) = ν / (2 + ν); null for Bradley–Terry.</summary>
    public double? TieParameter { get; internal set; }

    /// <summary>The advantage of the left seat, when it was asked for.</summary>
    public PositionBias? PositionBias { get; internal init; }

    internal ILikelihood Likelihood { get; }

    internal Prior Prior { get; }

    internal double[] Point { get; }

    /// <summary>(H + prior)⁻¹ at the maximum; where no prior fixes the gauge, in that of the mean.</summary>
    internal SquareMatrix InverseInformation()
    {
        var newton = new Newton(Likelihood);
        newton.EvaluateAt(Point, Prior);
        return newton.InverseInformation(Prior);
    }
}

/// <summary>A model whose strength is prior and votes, not votes alone.</summary>
/// <param name="Strength">On the scale of <see cref="PairwiseFit.Strengths"/>.</param>
/// <param name="Variance">Of the strength, given the others.</param>
public sealed record Outsider(string Model, double Strength, double Variance, long Battles);
