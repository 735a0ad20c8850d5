namespace Arena.Ratings.Ledger;

/// <summary>That the texts of a battle or a comparison were erased, when and why: the chain tells an erasure from a loss.</summary>
internal sealed class Erasure
{
    public required Guid Id { get; init; }

    /// <summary>The battle's or comparison's id.</summary>
    public required string SubjectId { get; init; }

    /// <summary>"request" or "retention".</summary>
    public required string Reason { get; init; }

    public DateTimeOffset ErasedAt { get; init; }
}
