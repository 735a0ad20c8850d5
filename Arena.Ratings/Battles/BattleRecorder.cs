using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Arena.Ratings.Telemetry;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Arena.Ratings.Battles;

/// <summary>Writes complete battles. The same battle again changes nothing.</summary>
internal sealed class BattleRecorder(
    LedgerContext ledger, SessionHasher sessions, IOptionsMonitor<EloOptions> elo, SealSignal seals, TimeProvider time, VoteMetrics metrics,
    ILogger<BattleRecorder> logger)
{
    /// <summary>Writes a battle once.</summary>
    /// <param name="request">Keeps every one of <see cref="BattleRules"/>.</param>
    /// <returns>False when the battle was there already.</returns>
    public async Task<bool> RecordAsync(RecordBattleRequest request, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken);
        var fingerprint = await sessions.FingerprintAsync(ledger, request.Prompt, cancellationToken);
        var battle = BattleMapping.ToBattle(request, sessionHash, fingerprint, time.GetUtcNow());
        var created = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
            battle, (_, entry, token) => TryInsertAsync(entry, token), verifySucceeded: null, cancellationToken);
        if (created)
        {
            seals.Wanted();
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

        await ModelRegistry.RegisterAsync(ledger, battle.Answers, elo.CurrentValue.Start, cancellationToken);
        ledger.Battles.Add(battle);
        ledger.Unsealed.Add(new() { Kind = RecordKind.Battle, RecordId = battle.Id });
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
}
