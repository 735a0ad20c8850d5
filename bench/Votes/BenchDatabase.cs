using Npgsql;

namespace Arena.Bench.Votes;

/// <summary>Battles that wait for a vote: half of them with one popular model.</summary>
internal static class BenchDatabase
{
    private const string Seed =
        """
        CREATE SEQUENCE bench_battle;
        INSERT INTO model_ratings (model_id, display_name, simulated, start, rating, battles, wins, losses, ties, both_bad)
        SELECT 'model-' || i, 'Model ' || i, true, 1500, 1500, 0, 0, 0, 0, 0 FROM generate_series(0, 9) AS i;
        INSERT INTO battles (id, prompt_id, view_index, query_type, route, pair_policy, pair_probability, left_model_id, right_model_id, created_at,
            recorded_at, language, turns, source, prompt_fingerprint, prompt_hash)
        SELECT 'bench-' || i, 'prompt-' || i, 0, 'general_chat', 'arena', 'uniform', 0.1, 'model-' || CASE i % 2 WHEN 0 THEN 0 ELSE 1 + i % 9 END,
            'model-' || CASE i % 2 WHEN 0 THEN 1 + i % 9 ELSE 1 + (i + 3) % 9 END, now(), now(), 'en', 1, 'arena', sha256(int4send(i)), sha256(int4send(i))
        FROM generate_series(1, @battles) AS i;
        INSERT INTO answers (battle_id, side, asked_model_id, model_id, display_name, simulated, deployment, upstream_model, fell_back, finish_reason,
            input_tokens, output_tokens, usage_estimated, time_to_first_token_seconds, duration_seconds)
        SELECT b.id, s.side, m.model, m.model, m.model, true, 'node/' || m.model, m.model, false, 'stop', 20, 200, false, 0.2, 2
        FROM battles b CROSS JOIN (VALUES ('left'), ('right')) AS s (side)
        CROSS JOIN LATERAL (SELECT CASE s.side WHEN 'left' THEN b.left_model_id ELSE b.right_model_id END) AS m (model);
        INSERT INTO answer_texts (battle_id, side, salt, content) SELECT battle_id, side, '\x00', repeat('An answer of some length. ', 32) FROM answers;
        ANALYZE;
        """;

    public static async Task SeedAsync(string connectionString, int battles)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Seed.Replace("@battles", $"{battles}", StringComparison.Ordinal), connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<long> VotesAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM votes", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
