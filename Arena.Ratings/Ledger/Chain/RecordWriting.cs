using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Arena.Ratings.Ledger.Chain;

internal static class RecordWriting
{
    /// <summary>Writes a record and its name for the chain in one transaction; false when a record of this id was there already.</summary>
    public static async Task<bool> TryAddAsync<T>(
        this LedgerContext ledger, T record, string kind, string id, SealSignal seals, CancellationToken cancellationToken)
        where T : class
    {
        var added = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                ledger.ChangeTracker.Clear(); // an earlier attempt may have left its entries
                ledger.Add(record);
                ledger.Unsealed.Add(new() { Kind = kind, RecordId = id });
                try
                {
                    await ledger.SaveChangesAsync(token);
                    return true;
                }
                catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
                {
                    return false;
                }
            },
            cancellationToken);
        seals.Wanted();
        return added;
    }
}
