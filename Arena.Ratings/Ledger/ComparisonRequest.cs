namespace Arena.Ratings.Ledger;

/// <summary>A comparison as it was asked for, kept before any model is: what came of it is its <see cref="Comparison"/>.</summary>
internal sealed class ComparisonRequest
{
    public required string Id { get; init; }

    public byte[]? SessionHash { get; init; }

    /// <summary>Null once it was erased.</summary>
    public string? Prompt { get; init; }

    /// <summary>Ids in the order in which they are shown.</summary>
    public required string[] Models { get; init; }

    /// <summary>Nobody is told which model is which before stars or a pick are given.</summary>
    public bool Blind { get; init; }

    public string? DocumentId { get; init; }

    /// <summary>Of the document's text, from its start.</summary>
    public int DocumentCharacters { get; init; }

    public required string QueryType { get; init; }

    public string? TraceParent { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The place of a model that gave no whole answer.</summary>
internal sealed class ComparisonFailure
{
    public required string ComparisonId { get; init; }

    public int Position { get; init; }

    public required string ModelId { get; init; }

    public required string DisplayName { get; init; }

    public required string Cause { get; init; }
}

/// <summary>The best answer in one person's opinion. All are kept, the last of a session counts.</summary>
internal sealed class ComparisonPick
{
    public required string Id { get; init; }

    /// <summary>The order of picks.</summary>
    public long Sequence { get; init; }

    public required string ComparisonId { get; init; }

    public int Position { get; init; }

    public byte[]? SessionHash { get; init; }

    public DateTimeOffset GivenAt { get; init; }
}
