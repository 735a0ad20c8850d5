using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Arena.Ratings.Votes;

/// <summary>
/// Counts several votes in one transaction: votes, steps, ratings and their names for the chain are all durable when it returns, or none is.
/// It costs one lock, one read, one write and one commit, however many votes there are. Correct with any number of writers: the models'
/// rows are locked in the order of ids, and everything that may change (ratings, votes, the sequence) is read or drawn under these locks.
/// </summary>
internal sealed class VoteBatch(LedgerContext ledger, double k)
{
    /// <summary>Writes the votes that are new.</summary>
    /// <returns>One entry for each ballot, in their order; null where the battle is not in the ledger.</returns>
    public async Task<IReadOnlyList<RecordedVote?>> WriteAsync(IReadOnlyList<Ballot> ballots, CancellationToken cancellationToken)
    {
        // Battles never change: read before the locks, that they are held for less.
        var battles = await ReadBattlesAsync(ballots, cancellationToken);
        var known = ballots.Where(ballot => battles.ContainsKey(ballot.BattleId)).ToArray();
        if (known.Length == 0)
        {
            return new RecordedVote?[ballots.Count];
        }

        await using var transaction = await ledger.Database.BeginTransactionAsync(cancellationToken);
        var statements = new VoteStatements((NpgsqlConnection)ledger.Database.GetDbConnection());
        var models = battles.Values.SelectMany(battle => (string[])[battle.LeftModelId, battle.RightModelId]).Distinct(StringComparer.Ordinal).ToArray();
        var (ratings, votes) = await statements.LockAsync(models, known, cancellationToken);

        var results = new RecordedVote?[ballots.Count];
        var written = new List<Vote>();
        for (var i = 0; i < ballots.Count; i++)
        {
            if (battles.TryGetValue(ballots[i].BattleId, out var battle))
            {
                results[i] = Count(ballots[i], battle, ratings, votes, written);
            }
        }

        if (written.Count > 0)
        {
            await statements.WriteAsync(written, ratings.Values, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return results;
    }

    private static RecordedVote Count(Ballot ballot, Battle battle, Vote vote) => new(battle, vote, Duplicate: vote.Id != ballot.VoteId);

    private RecordedVote Count(Ballot ballot, Battle battle, Dictionary<string, ModelRating> ratings, KnownVotes votes, List<Vote> written)
    {
        if (votes.On(battle.Id) is { } first)
        {
            return Count(ballot, battle, first);
        }

        if (votes.With(ballot.IdempotencyKey) is not null)
        {
            throw new IdempotencyKeyReusedException(ballot.IdempotencyKey!);
        }

        var vote = Rate(ballot, battle, ratings[battle.LeftModelId], ratings[battle.RightModelId]);
        votes.Add(vote);
        written.Add(vote);
        return Count(ballot, battle, vote);
    }

    private Vote Rate(Ballot ballot, Battle battle, ModelRating left, ModelRating right)
    {
        var force = battle.NotRatedBecause is null ? k : 0;
        var update = Elo.Rate(left.Rating, right.Rating, ballot.Preference.LeftScore(), force);
        var steps = new[]
        {
            new RatingStep { VoteId = ballot.VoteId, ModelId = left.ModelId, Before = left.Rating, After = update.Left, K = force },
            new RatingStep { VoteId = ballot.VoteId, ModelId = right.ModelId, Before = right.Rating, After = update.Right, K = force },
        };
        left.Apply(ballot.Preference, Side.Left, steps[0]);
        right.Apply(ballot.Preference, Side.Right, steps[1]);
        return new()
        {
            Id = ballot.VoteId,
            BattleId = ballot.BattleId,
            Preference = ballot.Preference,
            SessionHash = ballot.SessionHash,
            IdempotencyKey = ballot.IdempotencyKey,
            VotedAt = ballot.At,
            Steps = [.. steps],
        };
    }

    private async Task<Dictionary<string, Battle>> ReadBattlesAsync(IReadOnlyList<Ballot> ballots, CancellationToken cancellationToken)
    {
        var ids = ballots.Select(ballot => ballot.BattleId).Distinct(StringComparer.Ordinal).ToArray();
        var battles = await ledger.Battles.AsNoTracking()
            .Include(battle => battle.Answers).ThenInclude(answer => answer.Text).AsSingleQuery()
            .Where(battle => ids.Contains(battle.Id)).ToListAsync(cancellationToken);
        return battles.ToDictionary(battle => battle.Id, StringComparer.Ordinal);
    }
}

/// <summary>The votes that a batch may not write again, found by battle or by the caller's key.</summary>
internal sealed class KnownVotes
{
    private readonly Dictionary<string, Vote> _byBattle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Vote> _byKey = new(StringComparer.Ordinal);

    public void Add(Vote vote)
    {
        _byBattle[vote.BattleId] = vote;
        if (vote.IdempotencyKey is { } key)
        {
            _byKey[key] = vote;
        }
    }

    public Vote? On(string battleId) => _byBattle.GetValueOrDefault(battleId);

    public Vote? With(string? idempotencyKey) => idempotencyKey is null ? null : _byKey.GetValueOrDefault(idempotencyKey);
}

/// <summary>The caller's key came with a vote on another battle before.</summary>
internal sealed class IdempotencyKeyReusedException(string key) : Exception($"The idempotency key '{key}' belongs to a vote on another battle.");
