namespace Arena.Ratings.Engine;

/// <summary>What is fitted.</summary>
public sealed record FitOptions
{
    public static FitOptions Default { get; } = new();

    /// <summary>Which votes count, and as what.</summary>
    public OutcomePolicy Outcomes { get; init; } = OutcomePolicy.Default;

    /// <summary>Every pair of models weighs alike, as far as it has 50 votes: see <see cref="PairBalance"/>.</summary>
    public bool Reweighted { get; init; }

    /// <summary>Adds a term for the left seat, z = θ_left − θ_right + b, and reports b.</summary>
    public bool PositionBias { get; init; }

    /// <summary>
    /// λ ≥ 0: strengths are pulled to <see cref="Parent"/> by ½ λ (θ − parent)². 0 is maximum likelihood; 1, a standard deviation of 174 points,
    /// predicts unseen votes better where there are some two thousand votes or fewer.
    /// </summary>
    public double Ridge { get; init; }

    /// <summary>Strengths (natural log) of a larger board that a small board is pulled to; 0 for models that are not in it. Used with a ridge.</summary>
    public IReadOnlyDictionary<string, double>? Parent { get; init; }
}
