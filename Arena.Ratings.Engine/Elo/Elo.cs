using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>
/// Elo ratings, updated vote by vote: the logistic form on base 10 and scale 400.
/// Source: A. E. Elo, "The Rating of Chessplayers, Past and Present" (1978), in the form that FIDE and FastChat use.
/// </summary>
public static class Elo
{
    private const double Scale = 400;

    /// <summary>The score that a player rated <paramref name="rating"/> is expected to reach: 1 / (1 + 10^((opponent − rating) / 400)), 0 … 1.</summary>
    public static double Expected(double rating, double opponent) => 1 / (1 + Math.Pow(10, (opponent - rating) / Scale));

    /// <summary>
    /// Both ratings after one vote: left + K (score − expected), right − the same amount, so that their sum stays.
    /// </summary>
    /// <param name="left">Rating of the left model.</param>
    /// <param name="right">Rating of the right model.</param>
    /// <param name="score">What the left model reached: 1 won, 0 lost, ½ neither.</param>
    /// <param name="k">The most points that one vote moves.</param>
    public static EloUpdate Rate(double left, double right, double score, double k)
    {
        var change = k * (score - Expected(left, right));
        return new(left + change, right - change);
    }
}

/// <summary>Both ratings after a vote.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EloUpdate(double Left, double Right);
