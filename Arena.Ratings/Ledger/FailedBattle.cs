namespace Arena.Ratings.Ledger;

/// <summary>A battle that ended without two whole answers. No evidence, and so not sealed: it only lowers the completion rate.</summary>
internal sealed class FailedBattle
{
    public required string Id { get; init; }

    public required string QueryType { get; init; }

    public required string Route { get; init; }

    public required string LeftModelId { get; init; }

    public required string RightModelId { get; init; }

    /// <summary>Those of the two that gave no whole answer; empty when that is not known.</summary>
    public required string[] FailedModelIds { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
