using System.Runtime.InteropServices;
using Arena.Ratings.Battles;
using Arena.Ratings.Engine;
using Arena.Ratings.Evidence;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Arena.Ratings.Board.Votes;

/// <summary>
/// Reads new votes in the order of the chain, which has no gaps and never grows in its middle: the same place means the same votes on every
/// replica, and nothing that commits late is missed.
/// </summary>
internal sealed class ChainReader(LedgerContext ledger)
{
    private const int Page = 5000;

    private const string Query =
        """
        SELECT c.position, c.hash, v.battle_id, v.preference, v.voted_at, v.session_hash, b.left_model_id, b.right_model_id, b.query_type, b.language,
            b.pair_probability, b.not_rated_because, b.prompt_fingerprint, sl.rating_after, sr.rating_after,
            l.output_tokens, l.headers, l.list_items, l.bold_spans, r.output_tokens, r.headers, r.list_items, r.bold_spans
        FROM chain c
        LEFT JOIN votes v ON v.battle_id = c.record_id AND c.kind = 'vote'
        LEFT JOIN battles b ON b.id = v.battle_id
        LEFT JOIN rating_steps sl ON sl.vote_id = v.id AND sl.model_id = b.left_model_id
        LEFT JOIN rating_steps sr ON sr.vote_id = v.id AND sr.model_id = b.right_model_id
        LEFT JOIN answers l ON l.battle_id = b.id AND l.side = 'left'
        LEFT JOIN answers r ON r.battle_id = b.id AND r.side = 'right'
        WHERE c.position > $1 ORDER BY c.position LIMIT $2
        """;

    /// <summary>Adds all that is new to the store; false when nothing is.</summary>
    public async Task<bool> ReadAsync(VoteStore store, CancellationToken cancellationToken)
    {
        var before = store.Position;
        while (await ReadPageAsync(store, cancellationToken) == Page)
        {
            // as long as there is a full page
        }

        return store.Position > before;
    }

    /// <summary>Learns how models are called; false when they are called as before.</summary>
    public async Task<bool> ReadNamesAsync(VoteStore store, CancellationToken cancellationToken) =>
        store.Name(await ledger.ModelRatings.AsNoTracking().ToListAsync(cancellationToken));

    private async Task<int> ReadPageAsync(VoteStore store, CancellationToken cancellationToken)
    {
        var page = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(token => QueryAsync(store, token), cancellationToken);
        if (page.Links > 0)
        {
            store.Add(page.Votes, page.Position, page.Hash);
        }

        return page.Links;
    }

    private async Task<ChainPage> QueryAsync(VoteStore store, CancellationToken cancellationToken)
    {
        await ledger.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(Query, (NpgsqlConnection)ledger.Database.GetDbConnection())
            {
                Parameters = { new() { Value = store.Position }, new() { Value = Page } },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (votes, position, hash, links) = (new List<SealedVote>(), store.Position, store.Hash, 0);
            while (await reader.ReadAsync(cancellationToken))
            {
                (position, hash, links) = (reader.GetInt64(0), await reader.GetFieldValueAsync<byte[]>(1, cancellationToken), links + 1);
                if (!await reader.IsDBNullAsync(2, cancellationToken))
                {
                    votes.Add(ToVote(store, reader, position));
                }
            }

            return new(votes, position, hash, links);
        }
        finally
        {
            await ledger.Database.CloseConnectionAsync();
        }
    }

    private static SealedVote ToVote(VoteStore store, NpgsqlDataReader reader, long position) => new()
    {
        Position = position,
        BattleId = reader.GetString(2),
        Preference = PreferenceExtensions.ParseName(reader.GetString(3)),
        At = reader.GetFieldValue<DateTimeOffset>(4),
        Voter = reader.IsDBNull(5) ? null : store.Voters.Of(Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(5))),
        Left = store.Models.Of(reader.GetString(6)),
        Right = store.Models.Of(reader.GetString(7)),
        Category = store.Categories.Of(reader.GetString(8)),
        Language = store.Languages.Of(reader.GetString(9)),
        PairProbability = reader.IsDBNull(10) ? null : reader.GetDouble(10),
        Recorded = reader.IsDBNull(11) ? VoteFlags.None : FlagOf(reader.GetString(11)),
        Prompt = store.Prompts.Of(Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(12))),
        LeftElo = reader.GetDouble(13),
        RightElo = reader.GetDouble(14),
        LeftStyle = new(reader.GetInt32(15), reader.GetInt32(16), reader.GetInt32(17), reader.GetInt32(18)),
        RightStyle = new(reader.GetInt32(19), reader.GetInt32(20), reader.GetInt32(21), reader.GetInt32(22)),
    };

    private static VoteFlags FlagOf(string reason) => reason switch
    {
        BattleMapping.Named => VoteFlags.Named,
        IdentityLeak.Reason => VoteFlags.IdentityLeak,
        _ => VoteFlags.NotRated,
    };

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ChainPage(List<SealedVote> Votes, long Position, byte[] Hash, int Links);
}
