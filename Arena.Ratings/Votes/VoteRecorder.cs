using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;

namespace Arena.Ratings.Votes;

/// <summary>Takes votes: durable when the call returns, once, with the steps that they made.</summary>
internal sealed class VoteRecorder(
    LedgerContext ledger, SessionHasher sessions, GroupCommit commits, TimeProvider time, VoteMetrics metrics, ILogger<VoteRecorder> logger)
{
    /// <summary>Counts a vote once.</summary>
    /// <param name="idempotencyKey">Of the caller; empty for none.</param>
    /// <returns>Null when the battle is not in the ledger.</returns>
    /// <exception cref="IdempotencyKeyReusedException">The key came with a vote on another battle.</exception>
    public async Task<RecordedVote?> SubmitAsync(
        string battleId, Preference preference, string session, string idempotencyKey, CancellationToken cancellationToken)
    {
        if (battleId.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL cannot even compare it
        }

        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        var ballot = new Ballot(
            Guid.CreateVersion7(now),
            battleId,
            preference,
            await sessions.HashAsync(ledger, session, cancellationToken),
            idempotencyKey.Length == 0 ? null : idempotencyKey,
            Moment.Stored(now));
        var recorded = await commits.SubmitAsync(ballot, cancellationToken);
        if (recorded is { Duplicate: false })
        {
            var elapsed = time.GetElapsedTime(started);
            metrics.Counted(preference, elapsed);
            logger.VoteAccepted(battleId, preference, elapsed.TotalMilliseconds);
        }

        return recorded;
    }
}
