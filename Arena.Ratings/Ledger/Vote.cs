using Arena.Ratings.Engine;

namespace Arena.Ratings.Ledger;

/// <summary>One person's choice, written once and never changed: the database refuses an update or a deletion.</summary>
internal sealed class Vote
{
    /// <summary>Made by the writer, so that a retried transaction recognises its own vote.</summary>
    public required Guid Id { get; init; }

    /// <summary>The order of votes, in which ratings are replayed: drawn under the locks of both ratings. May have gaps.</summary>
    public long Sequence { get; init; }

    public required string BattleId { get; init; }

    public Preference Preference { get; init; }

    /// <summary>Keyed hash of the voter's session; null when there was none.</summary>
    public byte[]? SessionHash { get; init; }

    /// <summary>The caller's key, unique over all votes; null when it gave none.</summary>
    public string? IdempotencyKey { get; init; }

    public DateTimeOffset VotedAt { get; init; }

    public List<RatingStep> Steps { get; init; } = [];
}

/// <summary>What one vote did to one model's rating.</summary>
internal sealed class RatingStep
{
    public Guid VoteId { get; init; }

    public required string ModelId { get; init; }

    public double Before { get; init; }

    public double After { get; init; }

    /// <summary>The K in force at the vote; 0 where the battle is not rated: kept, counted nowhere, moving nothing.</summary>
    public double K { get; init; }
}
