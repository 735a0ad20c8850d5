using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Arena.Ratings.Battles;

/// <summary>Writes complete battles. The same battle again changes nothing.</summary>
internal sealed class BattleRecorder(
    LedgerContext ledger, SessionHasher sessions, IOptionsMonitor<EloOptions> elo, TimeProvider time, VoteMetrics metrics, ILogger<BattleRecorder> logger)
{
    /// <summary>Writes a battle once.</summary>
    /// <param name="request">Keeps every one of <see cref="BattleRules"/>.</param>
    /// <returns>False when the battle was there already.</returns>
    public async Task<bool> RecordAsync(RecordBattleRequest request, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken);
        var battle = BattleMapping.ToBattle(request, sessionHash, time.GetUtcNow());
        var created = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
            battle, (_, entry, token) => TryInsertAsync(entry, token), verifySucceeded: null, cancellationToken);
        if (created)
        {
            metrics.BattleRecorded();
            logger.BattleRecorded(battle.Id);
        }

        return created;
    }

    private async Task<bool> TryInsertAsync(Battle battle, CancellationToken cancellationToken)
    {
        ledger.ChangeTracker.Clear(); // an earlier attempt may have left its entries
        await using var transaction = await ledger.Database.BeginTransactionAsync(cancellationToken);
        if (await ledger.Battles.AnyAsync(known => known.Id == battle.Id, cancellationToken))
        {
            return false;
        }

        // In the order of ids, as votes lock them: two writers never wait for each other.
        foreach (var answer in battle.Answers.OrderBy(answer => answer.ModelId, StringComparer.Ordinal))
        {
            await RegisterModelAsync(answer, cancellationToken);
        }

        ledger.Battles.Add(battle);
        try
        {
            await ledger.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "pk_battles",
        })
        {
            return false; // another caller recorded it meanwhile
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Gives a new model its first rating, and a renamed one its name. Locks no row that is as it should be.</summary>
    private async Task RegisterModelAsync(BattleAnswer answer, CancellationToken cancellationToken)
    {
        var start = elo.CurrentValue.Start;
        await ledger.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO model_ratings (model_id, display_name, simulated, start, rating, battles, wins, losses, ties, both_bad)
             VALUES ({answer.ModelId}, {answer.DisplayName}, {answer.Simulated}, {start}, {start}, 0, 0, 0, 0, 0)
             ON CONFLICT DO NOTHING
             """,
            cancellationToken);
        await ledger.Database.ExecuteSqlAsync(
            $"""
             UPDATE model_ratings SET display_name = {answer.DisplayName}, simulated = {answer.Simulated}
             WHERE model_id = {answer.ModelId} AND (display_name, simulated) IS DISTINCT FROM ({answer.DisplayName}, {answer.Simulated})
             """,
            cancellationToken);
    }
}
