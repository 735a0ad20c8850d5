using Arena.Ratings.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Arena.Ratings.Ledger.Chain;

/// <summary>
/// Puts committed records into the chain, batch by batch, apart from the vote path. A record leaves its name in <c>unsealed</c> within its
/// own transaction; what is visible there is committed, so that a number that was drawn early and committed late is sealed late, and none
/// is skipped. One replica seals at a time; the others find the lock taken and leave it to that one.
/// </summary>
internal sealed class LedgerSealer(
    IServiceScopeFactory scopes, LedgerReadiness readiness, SealSignal signal, BoardSignal boards, IOptions<SealOptions> options, SealMetrics metrics,
    ILogger<LedgerSealer> logger) : BackgroundService
{
    /// <summary>"arena sea" in ASCII.</summary>
    private const long AdvisoryLock = 0x6172656E61736561;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(options.Value.Interval, stoppingToken);
            try
            {
                while (readiness.IsReady && await SealAsync(stoppingToken) == options.Value.Batch)
                {
                    // as long as there is a full batch
                }
            }
            catch (Exception exception) when (LedgerAvailability.IsUnavailable(exception))
            {
                logger.SealingPostponed(exception);
            }
        }
    }

    /// <summary>Seals what waits, one batch at most, and returns how many records that was.</summary>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerContext>();
        var count = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(token => SealBatchAsync(ledger, token), cancellationToken);
        metrics.Sealed(count);
        if (count > 0)
        {
            boards.Wanted();
        }

        return count;
    }

    private async Task<int> SealBatchAsync(LedgerContext ledger, CancellationToken cancellationToken)
    {
        await using var transaction = await ledger.Database.BeginTransactionAsync(cancellationToken);
        var mine = await ledger.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({AdvisoryLock}) AS \"Value\"").ToListAsync(cancellationToken);
        if (!mine[0])
        {
            return 0;
        }

        var waiting = await ledger.Unsealed.AsNoTracking().OrderBy(record => record.Id).Take(options.Value.Batch).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var names = waiting.Select(record => new RecordName(record.Kind, record.RecordId)).ToArray();
        var hashes = await RecordSource.HashAsync(ledger, names, cancellationToken);
        var head = await ledger.Chain.AsNoTracking().OrderByDescending(entry => entry.Position).FirstOrDefaultAsync(cancellationToken);
        var (position, hash) = (head?.Position ?? 0, head?.Hash ?? ChainHash.Genesis);
        var links = new List<ChainEntry>(names.Length);
        foreach (var name in names.Where(hashes.ContainsKey))
        {
            hash = ChainHash.Next(hash, ++position, hashes[name]);
            links.Add(new() { Position = position, Kind = name.Kind, RecordId = name.Id, RecordHash = hashes[name], Hash = hash });
        }

        await WriteAsync((NpgsqlConnection)ledger.Database.GetDbConnection(), links, [.. waiting.Select(record => record.Id)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return waiting.Count;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, List<ChainEntry> links, long[] done, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("INSERT INTO chain (position, kind, record_id, record_hash, hash) SELECT * FROM unnest($1, $2, $3, $4, $5)")
                {
                    Parameters =
                    {
                        new() { Value = links.Select(link => link.Position).ToArray() },
                        new() { Value = links.Select(link => link.Kind).ToArray() },
                        new() { Value = links.Select(link => link.RecordId).ToArray() },
                        new() { Value = links.Select(link => link.RecordHash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                        new() { Value = links.Select(link => link.Hash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                    },
                },
                new("DELETE FROM unsealed WHERE id = ANY($1)") { Parameters = { new() { Value = done } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
