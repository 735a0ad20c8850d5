using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;

namespace Arena.Ratings.Tests;

public class AnalyticsTests(AnalyticsTests.Month fixture) : IClassFixture<AnalyticsTests.Month>
{
    private const string Period = "from=2026-01-01&to=2026-02-01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_routing_mix_counts_every_battle_that_was_started() => Assert.Equal(
        """
        {"rows":[{"route":"arena","category":"general_chat","battles":3,"answered":2,"share":0.75},{"route":"tools","category":"tool_calling","battles":1,"answered":1,"share":0.25}],"total":2,"page":1,"size":200,"from":"2026-01-01T00:00:00+00:00","to":"2026-02-01T00:00:00+00:00"}
        """.Trim(),
        await fixture.GetAsync($"routing?{Period}"));

    [Fact]
    public async Task A_model_has_its_completion_its_wins_its_times_and_its_cost()
    {
        var rows = JsonNode.Parse(await fixture.GetAsync($"models?{Period}&category=general_chat"))!["rows"]!.AsArray();

        Assert.Equal(
            """
            {"model_id":"fast","display_name":"fast (simulated)","category":"general_chat","answers":2,"failures":0,"completion_rate":1,"votes":2,"wins":1,"losses":0,"ties":0,"both_bad":1,"win_rate":1,"fallback_rate":1,"input_tokens":14,"output_tokens":22,"cost_usd":0.03,"cost_per_query_usd":0.015,"ttft_p50":0.25,"ttft_p95":0.25,"ttft_p99":0.25,"latency_p50":1.5,"latency_p95":1.5,"latency_p99":1.5}
            {"model_id":"slow","display_name":"slow (simulated)","category":"general_chat","answers":2,"failures":1,"completion_rate":0.6666666666666666,"votes":2,"wins":0,"losses":1,"ties":0,"both_bad":1,"win_rate":0,"fallback_rate":1,"input_tokens":14,"output_tokens":22,"cost_usd":null,"cost_per_query_usd":null,"ttft_p50":1.5,"ttft_p95":1.95,"ttft_p99":1.99,"latency_p50":1.5,"latency_p95":1.5,"latency_p99":1.5}
            """.ReplaceLineEndings("\n"),
            string.Join('\n', rows.Select(row => row!.ToJsonString())));
    }

    [Fact]
    public async Task What_answered_in_the_name_of_a_model_is_told_by_days()
    {
        var rows = JsonNode.Parse(await fixture.GetAsync($"deployments?{Period}&model=slow"))!["rows"]!;

        Assert.Equal(
            """[{"model_id":"slow","deployment":"gpu-node/slow","upstream_model":"upstream-slow","revision":null,"answers":2,"first_day":"2026-01-02","last_day":"2026-01-02"}]""",
            rows.ToJsonString());
    }

    [Fact]
    public async Task Of_the_stars_of_a_session_the_last_count()
    {
        await fixture.CompareAsync();

        var rows = JsonNode.Parse(await fixture.GetAsync("stars"))!["rows"]!;

        Assert.Equal("""[{"model_id":"fast","ratings":2,"average":3.5,"counts":[0,1,0,0,1]},{"model_id":"slow","ratings":1,"average":1,"counts":[1,0,0,0,0]}]""", rows.ToJsonString());
        Assert.Empty(JsonNode.Parse(await fixture.GetAsync("stars?category=code"))!["rows"]!.AsArray());
    }

    [Theory]
    [InlineData("model=slow", "slow general_chat 2 1")] // not of the battle that nobody has voted on yet: its voter would see who is in it
    [InlineData("by=model", "fast all 2 0;slow all 2 1")]
    [InlineData("by=model&model=slow&category=general_chat", "slow all 2 1")]
    public async Task Figures_are_of_one_model_or_of_all_kinds_together(string query, string expected)
    {
        var rows = JsonNode.Parse(await fixture.GetAsync($"models?{Period}&{query}"))!["rows"]!.AsArray();

        Assert.Equal(expected, string.Join(';', rows.Select(row => $"{row!["model_id"]} {row["category"]} {row["answers"]} {row["failures"]}")));
    }

    [Fact]
    public async Task Engagement_is_by_day_and_kind()
    {
        var rows = JsonNode.Parse(await fixture.GetAsync($"engagement?{Period}"))!["rows"]!.AsArray();

        Assert.Equal(
            ["2026-01-02 general_chat 2 2 1 2", "2026-01-02 tool_calling 1 0 0 0"],
            rows.Select(row => $"{row!["day"]} {row["category"]} {row["battles"]} {row["votes"]} {row["votes_per_battle"]} {row["voters"]}"));
        Assert.InRange((double)rows[0]!["seconds_to_vote_p50"]!, 0, 3600);
        Assert.Null(rows[1]!["seconds_to_vote_p50"]);
    }

    [Theory]
    [InlineData("models?from=2025-01-01&to=2025-02-01")]
    [InlineData("routing?category=nothing")]
    [InlineData("engagement?from=2026-01-03")]
    public async Task Where_nothing_happened_there_are_no_rows(string query) =>
        Assert.Empty(JsonNode.Parse(await fixture.GetAsync(query))!["rows"]!.AsArray());

    [Theory]
    [InlineData("models?from=yesterday")]
    [InlineData("models?by=colour")]
    [InlineData("routing?page=0")]
    [InlineData("engagement?size=201")]
    public async Task Bad_questions_are_problems(string query)
    {
        using var client = fixture.Ratings.Host.CreateClient();

        using var response = await client.GetAsync($"/api/analytics/{query}", Token);

        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.Equal((HttpStatusCode.BadRequest, "urn:llm-arena:problem:invalid-request"), (response.StatusCode, (string?)problem!["type"]));
    }

    /// <summary>Two battles with votes, one that a model broke, and one that went to the tools.</summary>
    public sealed class Month : IAsyncLifetime
    {
        public RatingsFixture Ratings { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Ratings.InitializeAsync();
            await VoteAsync(Preference.Left, cost: 0.01, ttft: 1, "first");
            await VoteAsync(Preference.BothBad, cost: 0.02, ttft: 2, "second");
            var tools = SampleBattle.Of("fast", "slow");
            (tools.Route, tools.QueryType) = ("tools", "tool_calling");
            await Ratings.Host.Ratings.RecordBattleAsync(tools, cancellationToken: Token);
            await Ratings.Host.Ratings.RecordFailedBattleAsync(
                new()
                {
                    BattleId = "broken",
                    QueryType = "general_chat",
                    CreatedAt = Timestamp.FromDateTimeOffset(SampleBattle.Started),
                    LeftModelId = "fast",
                    RightModelId = "slow",
                    FailedModelIds = { "slow" },
                },
                cancellationToken: Token);
        }

        public ValueTask DisposeAsync() => Ratings.DisposeAsync();

        /// <summary>A comparison to which one voter gave stars twice, and another once.</summary>
        internal async Task CompareAsync()
        {
            await Ratings.Host.Ratings.RecordComparisonAsync(
                new()
                {
                    ComparisonId = "compared",
                    Prompt = "What is a monad?",
                    QueryType = "general_chat",
                    CreatedAt = Timestamp.FromDateTimeOffset(SampleBattle.Started),
                    Answers = { SampleBattle.Answer("fast"), SampleBattle.Answer("slow") },
                },
                cancellationToken: Token);
            foreach (var (id, position, stars, session) in ((string, int, int, string)[])[("one", 1, 4, "a"), ("two", 1, 5, "a"), ("three", 1, 2, "b"), ("four", 2, 1, "b")])
            {
                await Ratings.Host.Ratings.GiveStarsAsync(new() { Id = id, ComparisonId = "compared", Position = position, Stars = stars, Session = session }, cancellationToken: Token);
            }
        }

        internal async Task<string> GetAsync(string path)
        {
            using var client = Ratings.Host.CreateClient();
            return await client.GetStringAsync($"/api/analytics/{path}", Token);
        }

        private async Task VoteAsync(Preference preference, double cost, double ttft, string voter)
        {
            var battle = SampleBattle.Of("fast", "slow");
            (battle.Left.CostUsd, battle.Right.TimeToFirstTokenSeconds, battle.Session) = (cost, ttft, voter);
            await Ratings.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
            await Ratings.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = preference, Session = voter }, cancellationToken: Token);
        }
    }
}
