using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Npgsql;
using NpgsqlTypes;

namespace Arena.Ratings.Votes;

/// <summary>The SQL of <see cref="VoteBatch"/>: two round trips, each for all votes of a batch.</summary>
internal sealed class VoteStatements(NpgsqlConnection connection)
{
    private const string LockModels =
        """
        SELECT model_id, display_name, simulated, start, rating, battles, wins, losses, ties, both_bad
        FROM model_ratings WHERE model_id = ANY($1) ORDER BY model_id FOR UPDATE
        """;

    private const string FindVotes =
        """
        SELECT v.id, v.battle_id, v.preference, v.voted_at, v.idempotency_key, s.model_id, s.rating_before, s.rating_after, s.k
        FROM votes v JOIN rating_steps s ON s.vote_id = v.id WHERE v.battle_id = ANY($1) OR v.idempotency_key = ANY($2)
        """;

    private const string InsertVotes =
        """
        INSERT INTO votes (id, battle_id, preference, session_hash, idempotency_key, voted_at)
        SELECT id, battle_id, preference, session_hash, idempotency_key, voted_at
        FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS v (id, battle_id, preference, session_hash, idempotency_key, voted_at, place)
        ORDER BY place
        """;

    private const string InsertSteps =
        "INSERT INTO rating_steps (vote_id, model_id, rating_before, rating_after, k) SELECT * FROM unnest($1, $2, $3, $4, $5)";

    private const string UpdateModels =
        """
        UPDATE model_ratings r SET rating = u.rating, battles = u.battles, wins = u.wins, losses = u.losses, ties = u.ties, both_bad = u.both_bad
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u (model_id, rating, battles, wins, losses, ties, both_bad)
        WHERE r.model_id = u.model_id COLLATE "C"
        """;

    private const string InsertUnsealed =
        $"INSERT INTO unsealed (kind, record_id) SELECT '{RecordKind.Vote}', v.id FROM unnest($1) WITH ORDINALITY AS v (id, place) ORDER BY v.place";

    /// <summary>Locks the models, and then reads what others have voted on the same battles meanwhile.</summary>
    public async Task<(Dictionary<string, ModelRating> Ratings, KnownVotes Votes)> LockAsync(
        string[] models, IReadOnlyCollection<Ballot> ballots, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(LockModels) { Parameters = { Value(models) } },
                new(FindVotes)
                {
                    Parameters =
                    {
                        Value(ballots.Select(ballot => ballot.BattleId).ToArray()),
                        Value(ballots.Select(ballot => ballot.IdempotencyKey).OfType<string>().ToArray()),
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var ratings = new Dictionary<string, ModelRating>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            ratings.Add(reader.GetString(0), ReadRating(reader));
        }

        await reader.NextResultAsync(cancellationToken);
        return (ratings, await ReadVotesAsync(reader, cancellationToken));
    }

    public async Task WriteAsync(IReadOnlyCollection<Vote> votes, IReadOnlyCollection<ModelRating> models, CancellationToken cancellationToken)
    {
        var steps = votes.SelectMany(vote => vote.Steps).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(InsertVotes)
                {
                    Parameters =
                    {
                        Value(votes.Select(vote => vote.Id).ToArray()),
                        Value(votes.Select(vote => vote.BattleId).ToArray()),
                        Value(votes.Select(vote => vote.Preference.Name()).ToArray()),
                        new() { Value = votes.Select(vote => vote.SessionHash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                        new() { Value = votes.Select(vote => vote.IdempotencyKey).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                        Value(votes.Select(vote => vote.VotedAt).ToArray()),
                    },
                },
                new(InsertSteps)
                {
                    Parameters =
                    {
                        Value(steps.Select(step => step.VoteId).ToArray()),
                        Value(steps.Select(step => step.ModelId).ToArray()),
                        Value(steps.Select(step => step.Before).ToArray()),
                        Value(steps.Select(step => step.After).ToArray()),
                        Value(steps.Select(step => step.K).ToArray()),
                    },
                },
                new(UpdateModels)
                {
                    Parameters =
                    {
                        Value(models.Select(model => model.ModelId).ToArray()),
                        Value(models.Select(model => model.Rating).ToArray()),
                        Value(models.Select(model => model.Battles).ToArray()),
                        Value(models.Select(model => model.Wins).ToArray()),
                        Value(models.Select(model => model.Losses).ToArray()),
                        Value(models.Select(model => model.Ties).ToArray()),
                        Value(models.Select(model => model.BothBad).ToArray()),
                    },
                },
                new(InsertUnsealed) { Parameters = { Value(votes.Select(vote => vote.BattleId).ToArray()) } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Value<T>(T[] values) => new() { Value = values };

    private static ModelRating ReadRating(NpgsqlDataReader reader) => new()
    {
        ModelId = reader.GetString(0),
        DisplayName = reader.GetString(1),
        Simulated = reader.GetBoolean(2),
        Start = reader.GetDouble(3),
        Rating = reader.GetDouble(4),
        Battles = reader.GetInt64(5),
        Wins = reader.GetInt64(6),
        Losses = reader.GetInt64(7),
        Ties = reader.GetInt64(8),
        BothBad = reader.GetInt64(9),
    };

    private static async Task<KnownVotes> ReadVotesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var votes = new KnownVotes();
        while (await reader.ReadAsync(cancellationToken))
        {
            var battleId = reader.GetString(1);
            if (votes.On(battleId) is not { } vote)
            {
                vote = new()
                {
                    Id = reader.GetGuid(0),
                    BattleId = battleId,
                    Preference = PreferenceExtensions.ParseName(reader.GetString(2)),
                    VotedAt = await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken),
                    IdempotencyKey = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
                };
                votes.Add(vote);
            }

            vote.Steps.Add(new()
            {
                VoteId = vote.Id,
                ModelId = reader.GetString(5),
                Before = reader.GetDouble(6),
                After = reader.GetDouble(7),
                K = reader.GetDouble(8),
            });
        }

        return votes;
    }
}
