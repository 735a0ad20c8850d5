namespace Arena.Ratings.Ledger.Chain;

/// <summary>What kinds of records are sealed.</summary>
internal static class RecordKind
{
    public const string Battle = "battle";
    public const string Vote = "vote";
    public const string Erasure = "erasure";
    public const string Comparison = "comparison";
    public const string Stars = "stars";
    public const string Scores = "scores";
    public const string Feedback = "feedback";
    public const string Pick = "pick";
}

/// <summary>One link of the hash chain: a record of the ledger at its place.</summary>
internal sealed class ChainEntry
{
    /// <summary>From 1, without gaps.</summary>
    public long Position { get; init; }

    /// <summary>One of <see cref="RecordKind"/>.</summary>
    public required string Kind { get; init; }

    public required string RecordId { get; init; }

    /// <summary>SHA-256 of the record's canonical bytes.</summary>
    public required byte[] RecordHash { get; init; }

    /// <summary>SHA-256 of the link before, the position and the record's hash: <see cref="ChainHash"/>.</summary>
    public required byte[] Hash { get; init; }
}

/// <summary>A record that is committed and waits for its place in the chain; written in the record's own transaction.</summary>
internal sealed class UnsealedRecord
{
    public long Id { get; init; }

    public required string Kind { get; init; }

    public required string RecordId { get; init; }
}
