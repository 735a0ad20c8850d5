using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Votes;

/// <summary>
/// Writes votes. One transaction holds the vote, both steps and both ratings: all of it is durable when the call returns, or none of it is there.
/// </summary>
internal sealed class VoteRecorder(
    LedgerContext ledger, SessionHasher sessions, IOptionsMonitor<EloOptions> elo, TimeProvider time, VoteMetrics metrics, ILogger<VoteRecorder> logger)
{
    /// <summary>Counts a vote once.</summary>
    /// <returns>Null when the battle is not in the ledger.</returns>
    public async Task<RecordedVote?> SubmitAsync(string battleId, Preference preference, string session, CancellationToken cancellationToken)
    {
        if (battleId.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL cannot even compare it
        }

        var started = time.GetTimestamp();
        var ballot = new Ballot(
            Guid.CreateVersion7(time.GetUtcNow()),
            battleId,
            preference,
            await sessions.HashAsync(ledger, session, cancellationToken),
            ToMicroseconds(time.GetUtcNow()));

        // After a lost connection the whole transaction runs again, and finds its own vote if the commit had arrived.
        var recorded = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
            ballot, (_, state, token) => WriteAsync(state, token), verifySucceeded: null, cancellationToken);

        if (recorded is { Duplicate: false })
        {
            var elapsed = time.GetElapsedTime(started);
            metrics.Committed(preference, elapsed);
            logger.VoteAccepted(battleId, preference, elapsed.TotalMilliseconds);
        }

        return recorded;
    }

    private async Task<RecordedVote?> WriteAsync(Ballot ballot, CancellationToken cancellationToken)
    {
        ledger.ChangeTracker.Clear(); // an earlier attempt may have left its entries
        await using var transaction = await ledger.Database.BeginTransactionAsync(cancellationToken);

        // First the locks, in the order of ids, so that no two votes wait for each other. What is read and drawn after them (the vote's
        // sequence number too) is in the order in which ratings change.
        var ratings = await ledger.ModelRatings.FromSql(
            $"""
             SELECT r.* FROM model_ratings r JOIN battles b ON r.model_id IN (b.left_model_id, b.right_model_id)
             WHERE b.id = {ballot.BattleId} ORDER BY r.model_id FOR UPDATE OF r
             """).ToListAsync(cancellationToken);
        var battle = await ledger.Battles.WithVote().SingleOrDefaultAsync(known => known.Id == ballot.BattleId, cancellationToken);
        if (battle is null)
        {
            return null;
        }

        if (battle.Vote is { } first)
        {
            return new(battle, first, Duplicate: first.Id != ballot.VoteId);
        }

        var vote = Rate(ballot, battle, ratings);
        ledger.Votes.Add(vote);
        await ledger.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(battle, vote, Duplicate: false);
    }

    private Vote Rate(Ballot ballot, Battle battle, List<ModelRating> ratings)
    {
        var left = ratings.Single(model => model.ModelId == battle.LeftModelId);
        var right = ratings.Single(model => model.ModelId == battle.RightModelId);
        var k = elo.CurrentValue.K;
        var update = Elo.Rate(left.Rating, right.Rating, ballot.Preference.LeftScore(), k);
        var vote = new Vote
        {
            Id = ballot.VoteId,
            BattleId = ballot.BattleId,
            Preference = ballot.Preference,
            SessionHash = ballot.SessionHash,
            VotedAt = ballot.At,
            Steps =
            [
                new RatingStep { ModelId = left.ModelId, Before = left.Rating, After = update.Left, K = k },
                new RatingStep { ModelId = right.ModelId, Before = right.Rating, After = update.Right, K = k },
            ],
        };
        left.Apply(ballot.Preference, Side.Left, update.Left);
        right.Apply(ballot.Preference, Side.Right, update.Right);
        return vote;
    }

    /// <summary>PostgreSQL keeps microseconds: the first answer and a repeated one say the same time.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    private sealed record Ballot(Guid VoteId, string BattleId, Preference Preference, byte[]? SessionHash, DateTimeOffset At);
}
