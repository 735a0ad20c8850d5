using System.Diagnostics;
using Arena.Ratings.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Arena.Ratings.Ledger;

/// <summary>
/// Brings the schema up to date when the service starts. Several replicas may start at once: an advisory lock lets one after the other in,
/// and all but the first find nothing to do. A database that is still starting is waited for.
/// </summary>
internal sealed class LedgerMigrator(
    IServiceScopeFactory scopes, LedgerReadiness readiness, TimeProvider time, ILogger<LedgerMigrator> logger) : BackgroundService
{
    /// <summary>Any number that nothing else in the database locks: "arena led" in ASCII.</summary>
    private const long AdvisoryLock = 0x6172656E616C6564;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryMigrateAsync(stoppingToken))
        {
            await Task.Delay(RetryAfter, time, stoppingToken);
        }
    }

    private async Task<bool> TryMigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MigrateAsync(cancellationToken);
            readiness.Ready();
            return true;
        }
        catch (Exception exception) when (LedgerAvailability.IsUnavailable(exception))
        {
            var reason = (exception.InnerException ?? exception).Message;
            readiness.Waiting($"The ledger waits for its database: {reason}");
            logger.WaitingForDatabase(reason, RetryAfter.TotalSeconds);
            return false;
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var activity = RatingsTelemetry.Source.StartActivity("migrate ledger");
        await using var scope = scopes.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerContext>();

        // A session lock belongs to its connection: everything below runs on this one.
        await ledger.Database.OpenConnectionAsync(cancellationToken);
        ledger.Database.SetCommandTimeout(MigrationTimeout);
        await ledger.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            // Asking an empty database for its migrations works, but leaves errors in its log and ours.
            await ledger.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
            var pending = (await ledger.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            activity?.SetTag("arena.migrations.pending", pending.Count);
            if (pending.Count > 0)
            {
                await ledger.Database.MigrateAsync(cancellationToken);
            }

            logger.LedgerReady(pending.Count);
            await WarnIfVotesMayBeLostAsync(ledger, cancellationToken);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
        finally
        {
            await ReleaseAsync(ledger);
        }
    }

    /// <summary>The connection goes back to the pool, so the lock must not stay with it; a broken connection holds none.</summary>
    private static async Task ReleaseAsync(LedgerContext ledger)
    {
        if (ledger.Database.GetDbConnection().State is System.Data.ConnectionState.Open)
        {
            await ledger.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }

        await ledger.Database.CloseConnectionAsync();
    }

    private async Task WarnIfVotesMayBeLostAsync(LedgerContext ledger, CancellationToken cancellationToken)
    {
        var commit = (await ledger.Database.SqlQuery<string>($"SELECT current_setting('synchronous_commit') AS \"Value\"")
            .ToListAsync(cancellationToken)).Single();
        if (commit is "off")
        {
            logger.CommitIsNotDurable();
        }
    }
}
