using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Exports;
using Arena.Ratings.Imports;
using Arena.Ratings.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Ratings.Tests;

/// <summary>What leaves the ledger, byte by byte, and that it comes back as it was.</summary>
public class ExportTests(ExportTests.Evidence fixture) : IClassFixture<ExportTests.Evidence>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pair_for_DPO_has_the_columns_that_TRL_documents() => Assert.Equal(
        """
        {"prompt":[{"role":"user","content":"One?"}],"chosen":[{"role":"assistant","content":"good one"}],"rejected":[{"role":"assistant","content":"bad one"}]}
        {"prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Two?"}],"chosen":[{"role":"assistant","content":"right first"}],"rejected":[{"role":"assistant","content":"left first"}]}
        {"prompt":[{"role":"user","content":"Write to jo@example.org or +49 170 1234567."}],"chosen":[{"role":"assistant","content":"From 192.168.1.17: 4111 1111 1111 1111."}],"rejected":[{"role":"assistant","content":"No."}]}

        """.ReplaceLineEndings("\n"),
        await fixture.ExportAsync("dpo"));

    [Fact]
    public async Task A_pair_for_OpenAI_has_the_fields_that_OpenAI_documents() => Assert.Equal(
        """{"input":{"messages":[{"role":"user","content":"One?"}],"tools":[],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"good one"}],"non_preferred_output":[{"role":"assistant","content":"bad one"}]}""",
        (await fixture.ExportAsync("openai")).Split('\n')[0]);

    [Fact]
    public async Task KTO_takes_each_answer_with_its_own_history_and_two_bad_answers_as_two_negatives() => Assert.Equal(
        """
        {"prompt":[{"role":"user","content":"One?"}],"completion":[{"role":"assistant","content":"good one"}],"label":true}
        {"prompt":[{"role":"user","content":"One?"}],"completion":[{"role":"assistant","content":"bad one"}],"label":false}
        {"prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Two?"}],"completion":[{"role":"assistant","content":"right first"}],"label":true}
        {"prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Two?"},{"role":"assistant","content":"right first"},{"role":"user","content":"And?"}],"completion":[{"role":"assistant","content":"right second"}],"label":true}
        {"prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Two?"}],"completion":[{"role":"assistant","content":"left first"}],"label":false}
        {"prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Two?"},{"role":"assistant","content":"left first"},{"role":"user","content":"And?"}],"completion":[{"role":"assistant","content":"left second"}],"label":false}
        {"prompt":[{"role":"user","content":"Four?"}],"completion":[{"role":"assistant","content":"worse"}],"label":false}
        {"prompt":[{"role":"user","content":"Four?"}],"completion":[{"role":"assistant","content":"worst"}],"label":false}
        """.ReplaceLineEndings("\n"),
        string.Join('\n', (await fixture.ExportAsync("kto")).Split('\n')[..8]));

    [Fact]
    public async Task Stars_far_enough_apart_make_pairs_with_their_margin() => Assert.Equal(
        """
        {"prompt":[{"role":"user","content":"Stars?"}],"chosen":[{"role":"assistant","content":"five"}],"rejected":[{"role":"assistant","content":"one"}],"margin":4}
        {"prompt":[{"role":"user","content":"Stars?"}],"chosen":[{"role":"assistant","content":"five"}],"rejected":[{"role":"assistant","content":"three"}],"margin":2}
        {"prompt":[{"role":"user","content":"Stars?"}],"chosen":[{"role":"assistant","content":"three"}],"rejected":[{"role":"assistant","content":"one"}],"margin":2}

        """.ReplaceLineEndings("\n"),
        await fixture.ExportAsync("stars"));

    [Fact]
    public async Task Scrubbed_texts_name_nobody()
    {
        var line = (await fixture.ExportAsync("dpo?scrub=true")).Split('\n')[2];

        Assert.Equal(
            """{"prompt":[{"role":"user","content":"Write to [EMAIL] or [PHONE]."}],"chosen":[{"role":"assistant","content":"From [IP]: [CARD]."}],"rejected":[{"role":"assistant","content":"No."}]}""",
            line);
    }

    [Theory]
    [InlineData("Call 030 1234567 or (0)30-123 45 67", "Call [PHONE] or [PHONE]")]
    [InlineData("DE89 3704 0044 0532 0130 00", "[IBAN]")]
    [InlineData("It has 1234567890123 parts in 2026, version 10.0.19041.1 and 3.14159265358979", "It has 1234567890123 parts in 2026, version 10.0.19041.1 and 3.14159265358979")]
    [InlineData("a.b+c@mail.example.co.uk!", "[EMAIL]!")]
    public void The_scrubber_knows_persons_from_numbers(string text, string scrubbed) => Assert.Equal(scrubbed, PiiScrubber.Scrub(text));

    [Theory]
    [InlineData("model=export-c", "Two?")]
    [InlineData("category=math", "One?")]
    [InlineData("language=fr", "")]
    [InlineData("from=2027-01-01", "")]
    public async Task A_filter_leaves_out_what_it_says(string filter, string prompts) => Assert.Equal(
        prompts,
        string.Join(' ', (await fixture.ExportAsync($"dpo?{filter}")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (string)JsonNode.Parse(line)!["prompt"]!.AsArray().First(turn => (string?)turn!["role"] == "user")!["content"]!)));

    [Fact]
    public async Task Flagged_and_named_battles_come_only_when_they_are_asked_for()
    {
        var counts = new List<int>();
        foreach (var quality in (string[])["rated", "blind", "all"])
        {
            counts.Add((await fixture.ExportAsync($"fastchat?quality={quality}")).Count(c => c == '\n'));
        }

        Assert.Equal([6, 7, 8], counts);
    }

    [Fact]
    public async Task Both_parts_together_are_all_and_no_prompt_is_in_both()
    {
        var (all, train, test) = (await fixture.ExportAsync("kto"), await fixture.ExportAsync("kto?split=train"), await fixture.ExportAsync("kto?split=test"));

        Assert.Equal(Lines(all).Order(StringComparer.Ordinal), Lines(train).Concat(Lines(test)).Order(StringComparer.Ordinal));
        Assert.Empty(Prompts(train).Intersect(Prompts(test), StringComparer.Ordinal));

        static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        static IEnumerable<string> Prompts(string text) => Lines(text).Select(line => JsonNode.Parse(line)!["prompt"]!.ToJsonString());
    }

    [Fact]
    public async Task Pieces_of_the_chain_put_together_are_the_whole_export()
    {
        var (whole, pieces, cursor) = (await fixture.ExportAsync("fastchat?quality=all"), new StringBuilder(), "0");
        using var client = fixture.CreateClient();
        for (var piece = 0; piece < 40; piece++)
        {
            using var response = await client.GetAsync($"/api/export/fastchat?quality=all&size=3&cursor={cursor}", Token);
            pieces.Append(await response.Content.ReadAsStringAsync(Token));
            cursor = response.Headers.GetValues("x-arena-next-cursor").Single();
        }

        Assert.Equal(whole, pieces.ToString());
    }

    [Theory]
    [InlineData("dpo")]
    [InlineData("kto")]
    [InlineData("stars")]
    [InlineData("lmarena-140k")]
    public async Task The_manifest_counts_and_hashes_the_file(string format)
    {
        var file = Encoding.UTF8.GetBytes(await fixture.ExportAsync(format));
        var manifest = JsonNode.Parse(await fixture.ExportAsync($"{format}/manifest"))!;

        Assert.Equal(
            (Convert.ToHexStringLower(SHA256.HashData(file)), (long)file.Length, (long)file.Count(b => b == '\n')),
            ((string)manifest["sha256"]!, (long)manifest["bytes"]!, (long)manifest["rows"]!));
        Assert.Equal((long)manifest["rows"]!, (long)manifest["train_rows"]! + (long)manifest["test_rows"]!);
    }

    [Theory]
    [InlineData("/api/export/dpo")]
    [InlineData("/api/export/dpo/manifest")]
    [InlineData("/api/export")]
    public async Task Without_the_key_nothing_leaves(string path)
    {
        using var client = fixture.Ratings.Host.CreateClient();

        using var response = await client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("parquet", HttpStatusCode.NotFound)]
    [InlineData("dpo?quality=good", HttpStatusCode.BadRequest)]
    [InlineData("dpo?split=half", HttpStatusCode.BadRequest)]
    [InlineData("dpo?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("stars?margin=5", HttpStatusCode.BadRequest)]
    [InlineData("stars?campaign=spring", HttpStatusCode.BadRequest)]
    [InlineData("dpo?size=0", HttpStatusCode.BadRequest)]
    [InlineData("dpo?cursor=-1", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_exported_is_a_problem(string query, HttpStatusCode status)
    {
        using var client = fixture.CreateClient();

        using var response = await client.GetAsync($"/api/export/{query}", Token);

        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("fastchat")]
    [InlineData("lmarena-140k")]
    public async Task What_was_exported_and_imported_is_the_same_evidence_and_the_same_board(string format)
    {
        await using var fresh = new RatingsFixture();
        await fresh.InitializeAsync();
        var file = await fixture.ExportAsync($"{format}?quality=all&provenance=true");

        var report = await ImportAsync(fresh, file);
        var again = await ImportAsync(fresh, file);

        Assert.Equal((8L, 8L, 0L, 0L), (report.Lines, report.Imported, report.Known, report.Rejected));
        Assert.Equal((8L, 0L, 8L), (again.Lines, again.Imported, again.Known));
        await fresh.Host.SealAsync();
        var (before, after) = (await Evidence.BoardAsync(fixture.Ratings.Host), await Evidence.BoardAsync(fresh.Host));
        Assert.Equal(before, after);
        Assert.Equal(await Evidence.VotesAsync(fixture.Ratings, "TRUE"), await Evidence.VotesAsync(fresh, "TRUE"));
        Assert.Empty((await fresh.Host.VerifyAsync()).Differences);
    }

    [Fact]
    public async Task An_import_reports_what_it_cannot_keep_and_goes_on()
    {
        await using var fresh = new RatingsFixture();
        await fresh.InitializeAsync();
        const string Vote = """{"tstamp":1722470400.1234,"type":"leftvote","models":["",""],"states":[{"template_name":"one_shot","system_message":"","roles":["user","assistant"],"messages":[["user","Example"],["assistant","Sure."],["user","Hi"],["assistant","Hello!"]],"offset":2,"conv_id":"5f1c0e","model_name":"model-x"},{"template_name":"one_shot","system_message":"","roles":["user","assistant"],"messages":[["user","Hi"],["assistant","Hey."]],"offset":0,"conv_id":"77ab12","model_name":"model-y"}],"ip":"203.0.113.7"}""";

        var report = await ImportAsync(
            fresh,
            string.Join('\n',
                Vote,
                "",
                "{\"half\":",
                """{"tstamp":1.5,"type":"chat","model":"model-x"}""",
                Vote.Replace("model-y", "model-x", StringComparison.Ordinal),
                Vote.Replace("\"Hey.\"", "\"\"", StringComparison.Ordinal),
                Vote.Replace("[\"\",\"\"]", "[\"model-x\",\"\"]", StringComparison.Ordinal),
                Vote.Replace("[\"\",\"\"]", "[\"model-x\",\"model-y\"]", StringComparison.Ordinal).Replace("5f1c0e", "named", StringComparison.Ordinal),
                Vote.Replace("Hey.", "**API REQUEST ERROR** Reason: blocked", StringComparison.Ordinal).Replace("5f1c0e", "error", StringComparison.Ordinal),
                Vote.Replace("Hey.", "I am Claude by Anthropic", StringComparison.Ordinal).Replace("5f1c0e", "leak", StringComparison.Ordinal),
                Vote,
                "[]"));

        Assert.Equal((12L, 4L, 1L, 1L), (report.Lines, report.Imported, report.Known, report.NoVotes));
        Assert.Equal([3L, 5L, 6L, 7L, 12L], report.RejectedLines.Select(rejected => rejected.Line));
        Assert.Equal("error_text=1 identity_leak=1 named=1", string.Join(' ', report.NotRated.Select(reason => $"{reason.Key}={reason.Value}")));
        Assert.Equal("Hi|Hello!", await fresh.ScalarAsync<string>(
            "SELECT p.content || '|' || a.content FROM prompt_texts p JOIN answer_texts a USING (battle_id) JOIN battles b ON b.id = p.battle_id WHERE side = 'left' AND b.not_rated_because IS NULL"));
        Assert.Equal("1 1516", await fresh.ScalarAsync<string>("SELECT wins || ' ' || rating FROM model_ratings WHERE model_id = 'model-x'"));
        Assert.Empty((await fresh.Host.VerifyAsync()).Differences);
    }

    private static async Task<ImportReport> ImportAsync(RatingsFixture ratings, string file)
    {
        await using var scope = ratings.Host.Services.CreateAsyncScope();
        using var reader = new StringReader(file);
        return await scope.ServiceProvider.GetRequiredService<BattleImporter>().ImportAsync(reader, progress: null, Token);
    }

    /// <summary>A win, a conversation, a tie, two bad answers, the same answer twice, a text to scrub, a leak, a named battle, and stars.</summary>
    public sealed class Evidence : IAsyncLifetime
    {
        public RatingsFixture Ratings { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Ratings.InitializeAsync();
            await VoteAsync("One?", "good one", "bad one", Preference.Left, battle => battle.QueryType = "math");
            await VoteAsync("Two?", "left second", "right second", Preference.Right, battle =>
            {
                battle.Right.ModelId = battle.Right.AskedModelId = battle.Right.DisplayName = "export-c";
                foreach (var (answer, side) in ((Answer, string)[])[(battle.Left, "left"), (battle.Right, "right")])
                {
                    answer.Turns.AddRange(
                    [
                        new Turn { Role = "system", Content = "Be brief." },
                        new Turn { Role = "user", Content = "Two?" },
                        new Turn { Role = "assistant", Content = $"{side} first" },
                        new Turn { Role = "user", Content = "And?" },
                        new Turn { Role = "assistant", Content = $"{side} second" },
                    ]);
                }
            });
            await VoteAsync("Three?", "this", "that", Preference.Tie);
            await VoteAsync("Four?", "worse", "worst", Preference.BothBad);
            await VoteAsync("Five?", "same", "same", Preference.Left);
            await VoteAsync("Write to jo@example.org or +49 170 1234567.", "No.", "From 192.168.1.17: 4111 1111 1111 1111.", Preference.Right);
            await VoteAsync("Who?", "I am Claude, made by Anthropic.", "Nobody.", Preference.Left);
            await VoteAsync("Named?", "yes", "no", Preference.Left, battle => (battle.PairPolicy, battle.PairProbability) = ("named", 1));
            await StarsAsync();
            await Ratings.Host.SealAsync();
            using var client = CreateClient();
            using var recomputed = await client.PostAsync("/api/admin/ratings/recompute", content: null, Token);
            recomputed.EnsureSuccessStatusCode();
        }

        public ValueTask DisposeAsync() => Ratings.DisposeAsync();

        /// <summary>What a voter said about what, and what came of it: ids, texts' hashes left out.</summary>
        internal static Task<string> VotesAsync(RatingsFixture ratings, string where) => ratings.ScalarAsync<string>(
            $"""
             SELECT string_agg(concat_ws(' ', b.id, b.left_model_id, b.right_model_id, v.preference, v.voted_at, b.not_rated_because, b.language, b.turns,
                 p.content, l.content, r.content, round(s.rating_after::numeric, 9)), E'\n' ORDER BY v.sequence)
             FROM votes v JOIN battles b ON b.id = v.battle_id JOIN prompt_texts p ON p.battle_id = b.id
             JOIN answer_texts l ON l.battle_id = b.id AND l.side = 'left' JOIN answer_texts r ON r.battle_id = b.id AND r.side = 'right'
             JOIN rating_steps s ON s.vote_id = v.id AND s.model_id = b.left_model_id WHERE {where}
             """);

        internal HttpClient CreateClient()
        {
            var client = Ratings.Host.CreateClient();
            client.DefaultRequestHeaders.Add("x-admin-key", RatingsHost.AdminKey);
            return client;
        }

        internal async Task<string> ExportAsync(string path)
        {
            using var client = CreateClient();
            return await client.GetStringAsync($"/api/export/{path}", Token);
        }

        /// <summary>Ranks, ratings and intervals, once all six rated votes are counted.</summary>
        internal static async Task<string> BoardAsync(RatingsHost host)
        {
            var board = await BoardTests.Played.BoardAsync(host, votes: 6);
            return string.Join('\n', board["rows"]!.AsArray().Select(row => string.Create(
                CultureInfo.InvariantCulture, $"{row!["rank"]} {row["model_id"]} {(double)row["rating"]!:R} {(double)row["lower"]!:R} {(double)row["upper"]!:R} {row["battles"]}")));
        }

        private async Task VoteAsync(string prompt, string left, string right, Preference preference, Action<RecordBattleRequest>? change = null)
        {
            var battle = SampleBattle.Of("export-a", "export-b");
            (battle.Prompt, battle.Left.Text, battle.Right.Text, battle.Session) = (prompt, left, right, $"voter of {prompt}");
            change?.Invoke(battle);
            await Ratings.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
            await Ratings.Host.Ratings.SubmitVoteAsync(
                new() { BattleId = battle.BattleId, Preference = preference, Session = battle.Session }, cancellationToken: Token);
        }

        private async Task StarsAsync()
        {
            var comparison = new RecordComparisonRequest
            {
                ComparisonId = "comparison-1",
                Prompt = "Stars?",
                CreatedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(SampleBattle.Started),
            };
            comparison.Answers.AddRange(((string[])["five", "one", "three"]).Select(text => new Answer(SampleBattle.Answer(text)) { Text = text }));
            await Ratings.Host.Ratings.RecordComparisonAsync(comparison, cancellationToken: Token);
            foreach (var (position, stars) in ((int, int)[])[(1, 1), (2, 1), (3, 3), (1, 5)])
            {
                await Ratings.Host.Ratings.GiveStarsAsync(
                    new() { Id = $"stars-{position}-{stars}", ComparisonId = "comparison-1", Position = position, Stars = stars, Session = "s" }, cancellationToken: Token);
            }
        }
    }
}
