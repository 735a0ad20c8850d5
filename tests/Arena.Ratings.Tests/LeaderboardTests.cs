using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;
using Grpc.Core;

namespace Arena.Ratings.Tests;

public class LeaderboardTests(LeaderboardTests.Board fixture) : IClassFixture<LeaderboardTests.Board>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Elo_board_is_best_first_with_shared_ranks_and_without_models_that_nobody_judged()
    {
        using var client = fixture.Ratings.Host.CreateClient();

        var board = await client.GetStringAsync("/api/leaderboard?method=elo", Token);

        Assert.Equal(
            """
            {"rows":[
            {"rank":1,"model_id":"alpha","display_name":"alpha (simulated)","simulated":true,"rating":1516,"battles":1,"wins":1,"losses":0,"ties":0,"both_bad":0},
            {"rank":2,"model_id":"delta","display_name":"delta (simulated)","simulated":true,"rating":1500,"battles":2,"wins":0,"losses":0,"ties":1,"both_bad":1},
            {"rank":2,"model_id":"gamma","display_name":"gamma (simulated)","simulated":true,"rating":1500,"battles":2,"wins":0,"losses":0,"ties":1,"both_bad":1},
            {"rank":4,"model_id":"beta","display_name":"beta (simulated)","simulated":true,"rating":1484,"battles":1,"wins":0,"losses":1,"ties":0,"both_bad":0}
            ],"total":4,"page":1,"size":50,"votes":3}
            """.ReplaceLineEndings(""),
            board);
    }

    [Theory]
    [InlineData("?page=1&size=3", "alpha delta gamma")]
    [InlineData("?page=2&size=3", "beta")]
    [InlineData("?page=3&size=3", "")]
    [InlineData("?size=200", "alpha delta gamma beta")]
    [InlineData("?page=1000000&size=200", "")]
    public async Task Pages_follow_each_other(string query, string models)
    {
        using var client = fixture.Ratings.Host.CreateClient();

        var board = await client.GetFromJsonAsync<JsonObject>($"/api/leaderboard{query}&method=elo", Token);

        Assert.Equal(models, string.Join(' ', board!["rows"]!.AsArray().Select(row => (string)row!["model_id"]!)));
        Assert.Equal((4, 3), ((int)board["total"]!, (int)board["votes"]!));
    }

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-1")]
    [InlineData("?page=1000001")]
    [InlineData("?size=0")]
    [InlineData("?size=201")]
    [InlineData("?page=one")]
    [InlineData("?size=99999999999999999999")]
    public async Task Bad_paging_is_a_problem_with_a_stable_type(string query)
    {
        using var client = fixture.Ratings.Host.CreateClient();

        using var response = await client.GetAsync($"/api/leaderboard{query}", Token);

        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json", "urn:llm-arena:problem:invalid-request"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType, (string?)problem!["type"]));
        Assert.NotNull(problem["traceId"]);
    }

    [Fact]
    public async Task Over_gRPC_it_is_the_same_board()
    {
        var board = await fixture.Ratings.Host.Ratings.GetLeaderboardAsync(new() { Page = 2, Size = 3 }, cancellationToken: Token);

        Assert.Equal(
            new GetLeaderboardResponse
            {
                Rows = { new LeaderboardRow { Rank = 4, ModelId = "beta", DisplayName = "beta (simulated)", Simulated = true, Rating = 1484, Battles = 1, Losses = 1 } },
                Total = 4,
                Votes = 3,
            },
            board);
    }

    [Fact]
    public async Task Bad_paging_over_gRPC_is_an_invalid_argument()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await fixture.Ratings.Host.Ratings.GetLeaderboardAsync(new() { Page = 1 }, cancellationToken: Token));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    /// <summary>Three votes over four models, and a battle that nobody voted on.</summary>
    public sealed class Board : IAsyncLifetime
    {
        public RatingsFixture Ratings { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Ratings.InitializeAsync();
            await VoteAsync("alpha", "beta", Preference.Left);
            await VoteAsync("gamma", "delta", Preference.Tie);
            await VoteAsync("gamma", "delta", Preference.BothBad);
            await Ratings.Host.Ratings.RecordBattleAsync(SampleBattle.Of("unjudged-a", "unjudged-b"), cancellationToken: Token);
        }

        public ValueTask DisposeAsync() => Ratings.DisposeAsync();

        private async Task VoteAsync(string left, string right, Preference preference)
        {
            var battle = SampleBattle.Of(left, right);
            await Ratings.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
            await Ratings.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = preference }, cancellationToken: Token);
        }
    }
}
