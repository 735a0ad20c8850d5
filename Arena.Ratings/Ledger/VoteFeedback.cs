namespace Arena.Ratings.Ledger;

/// <summary>Why somebody voted as they did. All are kept.</summary>
internal sealed class VoteFeedback
{
    public required string Id { get; init; }

    /// <summary>The order in which they came.</summary>
    public long Sequence { get; init; }

    public required string BattleId { get; init; }

    /// <summary>Ids of reasons, in ordinal order.</summary>
    public required string[] Reasons { get; init; }

    public byte[]? SessionHash { get; init; }

    public DateTimeOffset GivenAt { get; init; }

    /// <summary><see cref="TextHash"/> of the comment; null when there was none.</summary>
    public byte[]? CommentHash { get; init; }

    /// <summary>Null when there was none, or once erased.</summary>
    public FeedbackText? Comment { get; init; }
}

/// <summary>What the voter said in words.</summary>
internal sealed class FeedbackText : ErasableText
{
    public string FeedbackId { get; init; } = null!;
}
