using Arena.Ratings.Engine;

namespace Arena.Ratings.Ledger;

/// <summary>What the votes so far say about one model.</summary>
internal sealed class ModelRating
{
    public required string ModelId { get; init; }

    public required string DisplayName { get; init; }

    public bool Simulated { get; init; }

    /// <summary>As its owner groups models; empty when nobody said.</summary>
    public string Family { get; init; } = "";

    /// <summary>The rating before the first vote: where a replay starts.</summary>
    public double Start { get; init; }

    public double Rating { get; set; }

    /// <summary>Battles that were voted on: the sum of the four counts below.</summary>
    public long Battles { get; set; }

    public long Wins { get; set; }

    public long Losses { get; set; }

    public long Ties { get; set; }

    public long BothBad { get; set; }

    /// <summary>Takes what a vote did, and counts the vote as it looks from <paramref name="side"/>; a step of K 0 is counted nowhere.</summary>
    public void Apply(Preference preference, Side side, RatingStep step)
    {
        if (step.K == 0)
        {
            return;
        }

        Rating = step.After;
        Battles++;
        switch (preference)
        {
            case Preference.Tie:
                Ties++;
                break;
            case Preference.BothBad:
                BothBad++;
                break;
            case Preference.Left when side is Side.Left:
            case Preference.Right when side is Side.Right:
                Wins++;
                break;
            default:
                Losses++;
                break;
        }
    }
}
