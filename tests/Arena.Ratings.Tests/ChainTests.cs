using Arena.Contracts.Ratings;
using Arena.LocalServers.Postgres;
using Arena.Ratings.CommandLine;
using Arena.Ratings.CommandLine.Ledger;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Checks;
using Arena.Ratings.Ledger.Erasing;
using Arena.Ratings.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Arena.Ratings.Tests;

/// <summary>Somebody with all rights on the database changes something; each test does so in a transaction of its own.</summary>
public class ChainTests(ChainTests.Sealed ledger) : IClassFixture<ChainTests.Sealed>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is done to the ledger, and the first thing that the check says about it. '{0}' is the second battle.</summary>
    public static TheoryData<string, string> Tampering => new()
    {
        { "UPDATE votes SET preference = 'right' WHERE battle_id = '{0}'", "chain 4: vote {0} was changed" },
        { "UPDATE votes SET voted_at = voted_at + interval '1 microsecond' WHERE battle_id = '{0}'", "chain 4: vote {0} was changed" },
        { "UPDATE votes SET session_hash = NULL WHERE battle_id = '{0}'", "chain 4: vote {0} was changed" },
        { "UPDATE rating_steps SET rating_after = rating_after + 1e-12 WHERE vote_id = (SELECT id FROM votes WHERE battle_id = '{0}')", "chain 4: vote {0} was changed" },
        { "DELETE FROM rating_steps WHERE vote_id = (SELECT id FROM votes WHERE battle_id = '{0}') AND model_id = 'chain-a'", "chain 4: vote {0} was changed" },
        { "UPDATE battles SET pair_probability = 0.25 WHERE id = '{0}'", "chain 3: battle {0} was changed" },
        { "UPDATE battles SET left_model_id = 'chain-c' WHERE id = '{0}'", "chain 3: battle {0} was changed" },
        { "UPDATE answers SET output_tokens = 12 WHERE battle_id = '{0}' AND side = 'right'", "chain 3: battle {0} was changed" },
        { "UPDATE answers SET text_hash = sha256('x') WHERE battle_id = '{0}' AND side = 'right'", "chain 3: battle {0} was changed" },
        { "DELETE FROM rating_steps WHERE vote_id = (SELECT id FROM votes WHERE battle_id = '{0}'); DELETE FROM votes WHERE battle_id = '{0}'", "chain 4: vote {0} was removed" },
        { "DELETE FROM chain WHERE position = 3", "chain: 3 … 3 are missing" },
        { "DELETE FROM chain WHERE position = 6", "vote {1}: it is not in the chain" },
        { "UPDATE chain SET record_hash = sha256('x') WHERE position = 4", "chain 4: vote {0} was changed" },
        { "UPDATE chain SET position = -position; UPDATE chain SET position = CASE position WHEN -4 THEN 3 WHEN -3 THEN 4 ELSE -position END", "chain 3: it does not follow from the link before" },
        { "UPDATE prompt_texts SET content = 'x' WHERE battle_id = '{0}'", "the prompt of battle {0}: its text was changed" },
        { "UPDATE answer_texts SET content = 'x' WHERE battle_id = '{0}'", "an answer of battle {0}: its text was changed" },
        { "UPDATE answer_texts SET turns = '[]' WHERE battle_id = '{0}' AND side = 'left'", "an answer of battle {0}: its text was changed" },
        { "DELETE FROM answer_texts WHERE battle_id = '{0}' AND side = 'left'", "an answer of battle {0}: it is missing and was not erased" },
        { "INSERT INTO battles SELECT (jsonb_populate_record(b, '{\"id\":\"inserted\"}')).* FROM battles b WHERE id = '{0}'", "battle inserted: it is not in the chain" },
        { "UPDATE model_ratings SET rating = rating + 1e-12 WHERE model_id = 'chain-a'", "model chain-a: stored 1515.2636932064788" },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Whatever_is_changed_is_found(string statement, string finding)
    {
        string Named(string text) => text.Replace("{0}", ledger.Battles[1], StringComparison.Ordinal).Replace("{1}", ledger.Battles[2], StringComparison.Ordinal);

        var differences = await ledger.DifferencesAfterAsync(Named(statement));

        Assert.StartsWith(Named(finding), Assert.Single(differences.Take(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untouched_ledger_verifies_and_names_its_anchor()
    {
        using var output = new StringWriter();
        await using var scope = ledger.Host.Services.CreateAsyncScope();
        var exitCode = await VerifyVerb.RunAsync(scope.ServiceProvider, anchor: null, output, new ProgressBars(terminal: null, TimeProvider.System), Token);

        Assert.Equal(
            (0,
            $"""
             chain: 6 records, 0 wait to be sealed; anchor {ledger.Anchor}
             3 votes replayed over 3 models: chain, texts and ratings agree to the last bit.

             """.ReplaceLineEndings()),
            (exitCode, output.ToString()));
    }

    [Fact]
    public async Task An_anchor_kept_elsewhere_finds_a_chain_that_was_written_anew()
    {
        var differences = await ledger.DifferencesAfterAsync(
            "DELETE FROM chain; INSERT INTO unsealed (kind, record_id) SELECT 'battle', id FROM battles ORDER BY id DESC; INSERT INTO unsealed (kind, record_id) SELECT 'vote', battle_id FROM votes",
            ledger.Anchor);

        Assert.Equal(["chain: it ends at 0, the anchor is at 6"], differences);
        Assert.Equal(
            [$"chain 6: its hash is {Convert.ToHexStringLower(ledger.Anchor.Hash)}, the anchor says 6:{new string('0', 64)}"],
            (await ledger.Host.VerifyAsync(new Anchor(6, new byte[32]))).Differences);
    }

    [Theory]
    [InlineData("6")]
    [InlineData("six:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("6:00")]
    [InlineData("6:zz00000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_anchor_is_refused(string text) => Assert.Throws<FormatException>(() => Anchor.Parse(text));

    [Fact]
    public async Task Erased_texts_leave_a_whole_chain_and_all_ratings()
    {
        await using var host = await new RatingsHost(await SharedPostgres.CreateDatabaseAsync("ratings", Token)).ReadyAsync();
        var (mine, other) = (await Sealed.VoteAsync(host, "erase-a", "erase-b", "me"), await Sealed.VoteAsync(host, "erase-a", "erase-b", "somebody"));
        await using var scope = host.Services.CreateAsyncScope();
        var eraser = scope.ServiceProvider.GetRequiredService<TextEraser>();

        var erased = (await eraser.EraseSessionAsync("me", Token), await eraser.EraseSessionAsync("me", Token));

        var context = scope.ServiceProvider.GetRequiredService<LedgerContext>();
        Assert.Equal((1, 0), erased);
        Assert.Equal([other], await context.Set<PromptText>().Select(text => text.BattleId).ToListAsync(Token));
        Assert.Equal([other, other], await context.Set<AnswerText>().Select(text => text.BattleId).ToListAsync(Token));
        var verified = await host.VerifyAsync();
        Assert.Equal((2L, 5L), (verified.Votes, verified.Head.Position));
        Assert.Empty(verified.Differences);
        var again = await host.Ratings.SubmitVoteAsync(new() { BattleId = mine, Preference = Preference.Left }, cancellationToken: Token);
        Assert.Equal((true, "", ""), (again.Duplicate, again.Left.Answer.Text, again.Right.Answer.Text));
    }

    [Fact]
    public async Task What_is_older_than_its_retention_is_erased_and_what_is_younger_is_kept()
    {
        await using var host = await new RatingsHost(await SharedPostgres.CreateDatabaseAsync("ratings", Token)).ReadyAsync();
        var battle = await Sealed.VoteAsync(host, "old-a", "old-b", "me");
        await using var scope = host.Services.CreateAsyncScope();
        var eraser = scope.ServiceProvider.GetRequiredService<TextEraser>();

        var erased = (await eraser.EraseBeforeAsync(SampleBattle.Started, Token), await eraser.EraseBeforeAsync(SampleBattle.Started.AddSeconds(1), Token));

        Assert.Equal((0, 1), erased);
        Assert.Equal(0, await eraser.EraseSubjectAsync(battle, Token));
        Assert.Empty((await host.VerifyAsync()).Differences);
    }

    [Fact]
    public async Task Two_replicas_seal_each_record_once_while_votes_go_on()
    {
        var database = await SharedPostgres.CreateDatabaseAsync("ratings", Token);
        await using var first = await new RatingsHost(database, ("Ratings:Seal:Batch", "3")).ReadyAsync();
        await using var second = await new RatingsHost(database, ("Ratings:Seal:Batch", "3")).ReadyAsync();

        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (i, _) =>
            await Sealed.VoteAsync(i % 2 == 0 ? first : second, $"many-{i % 3}", $"many-{(i + 1) % 3}", $"voter-{i % 5}"));

        var verified = await first.VerifyAsync();
        Assert.Equal((120L, 0L), (verified.Head.Position, verified.Unsealed));
        Assert.Empty(verified.Differences);
    }

    /// <summary>Three battles, each with a vote: battle 1, vote 1, battle 2, vote 2, battle 3, vote 3.</summary>
    public sealed class Sealed : IAsyncLifetime
    {
        private const string WithAllRights = "SET LOCAL session_replication_role = replica; ALTER TABLE chain DROP CONSTRAINT ck_chain_position;";

        private readonly List<string> _battles = [];
        private string _database = "";
        private RatingsHost? _host;

        public IReadOnlyList<string> Battles => _battles;

        internal RatingsHost Host => _host ?? throw new InvalidOperationException("The fixture is not initialised.");

        internal Anchor Anchor { get; private set; }

        public async ValueTask InitializeAsync()
        {
            _database = await SharedPostgres.CreateDatabaseAsync("ratings", Token);
            _host = await new RatingsHost(_database).ReadyAsync();
            foreach (var (left, right) in new[] { ("chain-c", "chain-b"), ("chain-a", "chain-b"), ("chain-b", "chain-c") })
            {
                _battles.Add(await VoteAsync(_host, left, right, "voter"));
                await _host.SealAsync();
            }

            Anchor = (await _host.VerifyAsync()).Head;
        }

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();

        internal static async Task<string> VoteAsync(RatingsHost host, string left, string right, string session)
        {
            var battle = SampleBattle.Of(left, right);
            battle.Session = session;
            await host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
            await host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = Preference.Left, Session = session }, cancellationToken: Token);
            return battle.BattleId;
        }

        /// <summary>What a check finds after a statement that no trigger stops; nothing of it stays.</summary>
        internal async Task<IReadOnlyList<string>> DifferencesAfterAsync(string tampering, Anchor? anchor = null)
        {
            await using var ledger = new LedgerContext(new DbContextOptionsBuilder<LedgerContext>().UseNpgsql(_database).Options);
            await using var transaction = await ledger.Database.BeginTransactionAsync(Token);
            await using (var command = new NpgsqlCommand($"{WithAllRights} {tampering}", (NpgsqlConnection)ledger.Database.GetDbConnection()))
            {
                await command.ExecuteNonQueryAsync(Token);
            }

            var differences = new List<string>();
            await ChainCheck.RunAsync(ledger, anchor, differences, progress: null, Token);
            await TextCheck.RunAsync(ledger, differences, Token);
            await Replay.RunAsync(ledger, differences, Token);
            return differences;
        }
    }
}
