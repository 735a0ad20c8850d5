namespace Arena.Ratings.Ledger;

/// <summary>A secret that the ledger made for itself.</summary>
internal sealed class LedgerKey
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }
}
