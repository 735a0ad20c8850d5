using Arena.Contracts.Ratings;
using Arena.LocalServers.Postgres;
using Arena.Ratings.Ledger;
using Arena.Ratings.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Arena.Ratings.Tests;

public class SchemaTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Statements that would break the ledger, on the battle '{0}' that was voted on.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "INSERT INTO votes (id, battle_id, preference, voted_at) VALUES (gen_random_uuid(), '{0}', 'right', now())", "ux_votes_battle_id" },
        { "INSERT INTO votes (id, battle_id, preference, voted_at) VALUES (gen_random_uuid(), '{0}', 'neither', now())", "ck_votes_preference" },
        { "UPDATE votes SET preference = 'right' WHERE battle_id = '{0}'", "append-only" },
        { "DELETE FROM votes WHERE battle_id = '{0}'", "append-only" },
        { "TRUNCATE rating_steps", "append-only" },
        { "UPDATE rating_steps SET rating_after = 9000", "append-only" },
        { "UPDATE battles SET language = 'xx' WHERE id = '{0}'", "append-only" },
        { "DELETE FROM battles WHERE id = '{0}'", "append-only" },
        { "UPDATE answers SET model_id = 'x' WHERE battle_id = '{0}'", "append-only" },
        { "UPDATE chain SET hash = ''", "append-only" },
        { "DELETE FROM chain", "append-only" },
        { "TRUNCATE erasures", "append-only" },
        { "UPDATE prompt_texts SET content = 'x' WHERE battle_id = '{0}'", "append-only" },
        { "UPDATE answer_texts SET content = 'x' WHERE battle_id = '{0}'", "append-only" },
        { Copied("battles", "id", """{"id":"copy","right_model_id":"schema-a"}"""), "ck_battles_models_differ" },
        { Copied("battles", "id", """{"id":"copy","pair_probability":0}"""), "ck_battles_pair_probability" },
        { Copied("battles", "id", """{"id":"copy","turns":0}"""), "ck_battles_turns" },
        { Copied("answers", "battle_id", """{"finish_reason":"error"}"""), "ck_answers_finish_reason" },
        { "INSERT INTO answer_texts (battle_id, side, salt, content) VALUES ('{0}', 'left', '', E' \\n')", "ck_answer_texts_content" },
        { Copied("answers", "battle_id", """{"side":"middle"}"""), "ck_answers_side" },
        { "UPDATE model_ratings SET wins = wins + 1", "ck_model_ratings_counts" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task The_database_itself_refuses_what_would_break_the_ledger(string statement, string because)
    {
        var battle = await VoteAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            ExecuteAsync(statement.Replace("{0}", battle, StringComparison.Ordinal)));

        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_migrations_say_what_the_model_says()
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerContext>();

        Assert.False(ledger.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add <name> -o Ledger/Migrations (in Arena.Ratings)");
    }

    [Fact]
    public async Task Four_replicas_that_start_at_once_migrate_an_empty_database_once()
    {
        var empty = await SharedPostgres.CreateDatabaseAsync("ratings", Token);
        var replicas = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new RatingsHost(empty).ReadyAsync(), Token)));

        await using var scope = replicas[0].Services.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerContext>();
        Assert.Equal(ledger.Database.GetMigrations(), await ledger.Database.GetAppliedMigrationsAsync(Token));
        foreach (var replica in replicas)
        {
            using var client = replica.CreateClient();
            Assert.Equal("OK", (await client.GetAsync("/health", Token)).ReasonPhrase);
            await replica.DisposeAsync();
        }
    }

    /// <summary>A row again, with other values in some columns.</summary>
    private static string Copied(string table, string id, string columns) =>
        $"INSERT INTO {table} SELECT (jsonb_populate_record(r, '{columns}')).* FROM {table} r WHERE {id} = '{{0}}'";

    private async Task<string> VoteAsync(RatingsHost? host = null)
    {
        var ratings = (host ?? fixture.Host).Ratings;
        var battle = SampleBattle.Of("schema-a", "schema-b");
        await ratings.RecordBattleAsync(battle, cancellationToken: Token);
        await ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = Preference.Left }, cancellationToken: Token);
        return battle.BattleId;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(fixture.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
