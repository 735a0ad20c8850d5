using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>Which board: what is counted, and how. Null means all.</summary>
internal sealed record BoardKey
{
    public static BoardKey Default { get; } = new();

    public BoardMethod Method { get; init; }

    public string? Category { get; init; }

    public string? Language { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? To { get; init; }

    public TiePolicy Ties { get; init; } = TiePolicy.Half;

    public BothBadPolicy BothBad { get; init; } = BothBadPolicy.Tie;

    public BoardWeights Weights { get; init; }

    public bool StyleControl { get; init; }

    public VoteQuality Quality { get; init; }

    /// <summary>What is compared.</summary>
    public BoardSubject By { get; init; }

    /// <summary>Whether a vote is on this board.</summary>
    public bool Counts(SealedVote vote, VoteFlags flags, VoteStore store) =>
        Quality.Admits(flags)
        && (Category is null || store.Categories.Find(Category) == vote.Category)
        && (Language is null || store.Languages.Find(Language) == vote.Language)
        && (From is null || vote.At >= From)
        && (To is null || vote.At < To);
}

/// <summary>What a board compares.</summary>
internal enum BoardSubject
{
    Model,

    /// <summary>Families as their owners group models now; a model without one stands for itself, and what happened within a family is left out.</summary>
    Family,
}

/// <summary>How strengths are estimated.</summary>
internal enum BoardMethod
{
    BradleyTerry,
    Davidson,
}

/// <summary>What a vote weighs.</summary>
internal enum BoardWeights
{
    /// <summary>All alike.</summary>
    None,

    /// <summary>Each pair of models alike, as far as it has 50 votes.</summary>
    Balanced,

    /// <summary>The inverse of the probability with which its pair was drawn, at most 20; votes of unknown probability are left out.</summary>
    Propensity,
}

/// <summary>Which votes a board admits.</summary>
internal enum VoteQuality
{
    /// <summary>Without any flag.</summary>
    Rated,

    /// <summary>Every blind vote, flagged or not: what the exclusions change.</summary>
    Blind,
}

internal static class VoteQualities
{
    public static bool Admits(this VoteQuality quality, VoteFlags flags) =>
        quality == VoteQuality.Rated ? flags == VoteFlags.None : (flags & VoteFlags.Named) == VoteFlags.None;
}
