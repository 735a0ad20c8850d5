namespace Arena.Ratings.Engine;

/// <summary>
/// The advantage of the left seat. Source: Agresti, Categorical Data Analysis, section 10.6.3 (home advantage).
/// Estimated on decisive votes: a tie counted as half a win would pull the term to 0.
/// </summary>
/// <param name="Logit">b in z = θ_left − θ_right + b; above 0 the left is favoured.</param>
/// <param name="StandardError">From the inverse information.</param>
public sealed record PositionBias(double Logit, double StandardError)
{
    /// <summary>Chance of the left side between equals, 0 … 1.</summary>
    public double LeftChance => 1 / (1 + Math.Exp(-Logit));
}
