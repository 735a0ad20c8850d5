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

    public required string QueryType { get; init; }

    public required string PairPolicy { get; init; }

    /// <summary>With which the unordered pair was drawn, in (0, 1].</summary>
    public double PairProbability { get; init; }

    /// <summary>The model that answered on the left: the one that is rated.</summary>
    public required string LeftModelId { get; init; }

    /// <summary>The model that answered on the right: the one that is rated.</summary>
    public required string RightModelId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public string? TraceId { get; init; }

    public List<BattleAnswer> Answers { get; init; } = [];

    public PromptText? Prompt { get; init; }

    public Vote? Vote { get; init; }
}
