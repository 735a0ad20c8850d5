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
        { "UPDATE battles SET right_model_id = left_model_id WHERE id = '{0}'", "ck_battles_models_differ" },
        { "UPDATE battles SET pair_probability = 0 WHERE id = '{0}'", "ck_battles_pair_probability" },
        { "UPDATE answers SET finish_reason = 'error' WHERE battle_id = '{0}'", "ck_answers_finish_reason" },
        { "UPDATE answer_texts SET content = E' \\n' WHERE battle_id = '{0}'", "ck_answer_texts_content" },
        { "UPDATE model_ratings SET wins = wins + 1", "ck_model_ratings_counts" },
        { "DELETE FROM battles WHERE id = '{0}'", "fk_" },
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
    public async Task Texts_can_be_erased_and_the_vote_still_counts()
    {
        var battle = await VoteAsync();

        await ExecuteAsync($"DELETE FROM prompt_texts WHERE battle_id = '{battle}'; DELETE FROM answer_texts WHERE battle_id = '{battle}'");

        var again = await fixture.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle, Preference = Preference.Left }, cancellationToken: Token);
        Assert.Equal((true, "", ""), (again.Duplicate, again.Left.Answer.Text, again.Right.Answer.Text));
        Assert.Empty((await fixture.Host.VerifyAsync()).Differences);
    }

    [Fact]
    public async Task A_changed_rating_is_found_by_the_replay()
    {
        await using var tampered = new RatingsHost(await SharedPostgres.CreateDatabaseAsync("ratings", Token));
        await tampered.ReadyAsync();
        await VoteAsync(tampered);
        await using var scope = tampered.Services.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerContext>();
        await ledger.Database.ExecuteSqlAsync($"UPDATE model_ratings SET rating = rating + 1e-12 WHERE model_id = 'schema-a'", Token);

        using var output = new StringWriter();
        var exitCode = await VerifyVerb.RunAsync(tampered.Services, output);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            """
            model schema-a: stored 1516.000000000001 (1, 1, 0, 0, 0), replayed 1516 (1, 1, 0, 0, 0)
            1 votes replayed over 2 models: 1 differences.

            """.ReplaceLineEndings(),
            output.ToString());
    }

    [Fact]
    public async Task A_whole_ledger_verifies()
    {
        await VoteAsync();

        using var output = new StringWriter();
        var exitCode = await VerifyVerb.RunAsync(fixture.Host.Services, output);

        Assert.Equal(0, exitCode);
        Assert.EndsWith("the ratings agree to the last bit." + Environment.NewLine, output.ToString(), StringComparison.Ordinal);
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
