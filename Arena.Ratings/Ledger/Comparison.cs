namespace Arena.Ratings.Ledger;

/// <summary>One prompt, answered by several models that were named: what stars are given to.</summary>
internal sealed class Comparison
{
    public required string Id { get; init; }

    public byte[]? SessionHash { get; init; }

    public required string QueryType { get; init; }

    public required string Language { get; init; }

    public string? DocumentHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public required byte[] PromptFingerprint { get; init; }

    public required byte[] PromptHash { get; init; }

    public List<ComparisonAnswer> Answers { get; init; } = [];

    public List<ComparisonFailure> Failures { get; init; } = [];

    public List<ComparisonText> Texts { get; init; } = [];
}

internal sealed class ComparisonAnswer : RecordedAnswer
{
    public string ComparisonId { get; init; } = null!;

    /// <summary>From 1, as shown.</summary>
    public int Position { get; init; }

    /// <summary>Its text says who wrote it; no part of the record, because it follows from the text.</summary>
    public bool NamesItself { get; init; }
}

/// <summary>A text of a comparison.</summary>
internal sealed class ComparisonText : ErasableText
{
    /// <summary>The position of the prompt.</summary>
    public const int Prompt = 0;

    public string ComparisonId { get; init; } = null!;

    public int Position { get; init; }
}

/// <summary>One person's stars for one answer. All are kept, the last of a session counts.</summary>
internal sealed class StarRating
{
    public required string Id { get; init; }

    /// <summary>The order of ratings.</summary>
    public long Sequence { get; init; }

    public required string ComparisonId { get; init; }

    public int Position { get; init; }

    /// <summary>1 … 5.</summary>
    public int Stars { get; init; }

    public byte[]? SessionHash { get; init; }

    public DateTimeOffset GivenAt { get; init; }
}
