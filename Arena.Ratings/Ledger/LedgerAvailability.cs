using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Arena.Ratings.Ledger;

/// <summary>Tells a database that cannot serve now from an error of ours.</summary>
internal static class LedgerAvailability
{
    /// <summary>
    /// Whether the same call may succeed later: no connection, a server that starts or stops, out of connections or disk, a time-out,
    /// retries used up, or a schema that is not there yet.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        RetryLimitExceededException or LedgerNotReadyException or VotesOverloadedException => true,
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => true,
        NpgsqlException { IsTransient: true } => true,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        PostgresException => exception.InnerException is { } inner && IsUnavailable(inner),
        NpgsqlException => true, // the connection broke, not a statement
        TimeoutException => true,
        _ => exception.InnerException is { } inner && IsUnavailable(inner),
    };
}

/// <summary>The ledger's schema is not up to date yet: the service has just started, or waits for its database.</summary>
internal sealed class LedgerNotReadyException() : Exception("The ledger is not ready: its database is not migrated yet.");
