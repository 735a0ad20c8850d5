namespace Arena.Ratings.Ledger;

/// <summary>A complete battle: who met whom, how the pair was drawn. What people wrote and read is kept apart, so that it can be erased.</summary>
internal sealed class Battle
{
    public required string Id { get; init; }

    /// <summary>Shared by the views of one prompt.</summary>
    public required string PromptId { get; init; }

    /// <summary>Keyed hash of the voter's session; null when there was none.</summary>
    public byte[]? SessionHash { get; init; }

    public int ViewIndex { get; init; }

    /// <summary>The router's kind of query: the board's category.</summary>
    public required string QueryType { get; init; }

    /// <summary>"arena", or the road a query took instead.</summary>
    public required string Route { get; init; }

    public required string PairPolicy { get; init; }

    /// <summary>With which the unordered pair was drawn, in (0, 1]; null when it is not known, as of imported battles.</summary>
    public double? PairProbability { get; init; }

    /// <summary>The model that answered on the left: the one that is rated.</summary>
    public required string LeftModelId { get; init; }

    /// <summary>The model that answered on the right: the one that is rated.</summary>
    public required string RightModelId { get; init; }

    public string ModelOn(Side side) => side is Side.Left ? LeftModelId : RightModelId;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public string? TraceId { get; init; }

    /// <summary>ISO 639-1, or "und" where it is not known.</summary>
    public required string Language { get; init; }

    /// <summary>Hexadecimal SHA-256 of the text of the document that both sides were sent; null when there was none.</summary>
    public string? DocumentHash { get; init; }

    /// <summary>User turns, 1 and more.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>"arena", or the format of the file that it was imported from.</summary>
    public required string Source { get; init; }

    /// <summary>Why votes on it are kept and move no rating; null when they do.</summary>
    public string? NotRatedBecause { get; init; }

    /// <summary>Keyed hash of the normalised prompt: the same prompt is found again, also after its text was erased.</summary>
    public required byte[] PromptFingerprint { get; init; }

    /// <summary><see cref="TextHash"/> of the prompt; null where it was erased before the ledger was sealed.</summary>
    public byte[]? PromptHash { get; init; }

    public List<BattleAnswer> Answers { get; init; } = [];

    public PromptText? Prompt { get; init; }

    public Vote? Vote { get; init; }
}
