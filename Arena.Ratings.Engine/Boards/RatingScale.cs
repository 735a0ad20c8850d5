namespace Arena.Ratings.Engine;

/// <summary>The scale that ratings are shown on: rating = mean + α θ, α = points / ln base.</summary>
/// <param name="Mean">The mean of all rated models.</param>
/// <param name="Points">How many points apart the odds are <paramref name="Base"/> to 1.</param>
public sealed record RatingScale(double Mean = 1000, double Points = 400, double Base = 10)
{
    public static RatingScale Default { get; } = new();

    /// <summary>Points per unit of natural-log strength: 173.7177927613 by default.</summary>
    public double Alpha => Points / Math.Log(Base);

    public double Rating(double strength) => Mean + (Alpha * strength);

    /// <summary>Chance that a model with one rating beats a model with another one, 0 … 1.</summary>
    public double WinProbability(double rating, double opponent) => 1 / (1 + Math.Pow(Base, (opponent - rating) / Points));
}
