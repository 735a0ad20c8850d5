using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Ratings.Tests.Hosting;
using Arena.Testing;
using Grpc.Core;

namespace Arena.Ratings.Tests;

/// <summary>Campaigns: who gets which prompt, when there is enough, and what comes out.</summary>
public class CampaignTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Contracts.Ratings.Ratings.RatingsClient Ratings => fixture.Host.Ratings;

    private CampaignVoters Voters { get; } = new(fixture.Host.Ratings);

    [Fact]
    public async Task Each_person_gets_each_prompt_once_until_there_is_enough_and_the_export_has_the_pairs()
    {
        await CreateAsync("whole", new { votes = 12 }, repeatRate: 0.4, prompts: 5);
        var over = 0;
        for (var voter = 0; over < 4; voter = (voter + 1) % 4)
        {
            if (await Voters.JudgeAsync("whole", $"voter {voter}") is StatusCode.FailedPrecondition)
            {
                over++; // enough, or nothing left for this one
            }
        }

        var state = await Ratings.GetCampaignAsync(new() { Name = "whole", Session = "voter 0" }, cancellationToken: Token);
        var first = Voters.Served.Where(one => !one.Repeated).ToList();
        Assert.Equal(first.Count, first.Select(one => (one.Voter, one.Prompt)).Distinct().Count());
        Assert.Equal(("reached", 12L, first.Count(one => one.Voter == "voter 0")), (state.State, state.Votes, (int)state.Own));

        var pairs = await ExportAsync("dpo?campaign=whole");
        Assert.All(pairs, pair => Assert.Null(TrainingLines.BrokenDpo(pair)));
        Assert.Equal(first.Select(one => (one.Prompt, one.Winner, one.Loser)).Distinct().Count(), pairs.Length); // the same pair twice teaches nothing more

        var consistency = await GetAsync("/api/campaigns/whole/consistency");
        Assert.Equal(Voters.Served.Count(one => one.Repeated), (int)consistency["repeated"]!["pairs"]!);
        Assert.True((int)consistency["repeated"]!["pairs"]! == 0 || (double)consistency["repeated"]!["same"]! == 1);
    }

    [Fact]
    public async Task A_prompt_that_was_not_judged_comes_again_and_the_battle_that_was_counts()
    {
        await CreateAsync("again", new { votes = 10 }, repeatRate: 0, prompts: 2);

        var first = await Voters.TakeAsync("again", "ann");
        await Ratings.BindPromptAsync(new() { AssignmentId = first.AssignmentId, BattleId = "a battle that failed" }, cancellationToken: Token);
        var again = await Voters.TakeAsync("again", "ann");
        var other = await Voters.TakeAsync("again", "bob");

        Assert.Equal((first.AssignmentId, first.Prompt), (again.AssignmentId, again.Prompt));
        Assert.NotEqual(first.Prompt, other.Prompt); // what was handed out least
        Assert.Equal(CampaignVoters.Models, first.Models);
    }

    [Fact]
    public async Task A_repetition_that_was_not_judged_holds_nobody_up()
    {
        await CreateAsync("repeat", new { votes = 1000 }, repeatRate: 0.5, prompts: 40);
        var taken = await Voters.TakeAsync("repeat", "ann");
        while (taken.Models.Count == CampaignVoters.Models.Length)
        {
            Assert.Null(await Voters.JudgeAsync("repeat", "ann"));
            taken = await Voters.TakeAsync("repeat", "ann");
        }

        var next = await Voters.TakeAsync("repeat", "ann");

        Assert.NotEqual(taken.AssignmentId, next.AssignmentId);
    }

    [Fact]
    public async Task A_campaign_may_end_when_the_intervals_are_narrow_and_when_the_operator_says_so()
    {
        await CreateAsync("narrow", new { interval_width = 2000 }, repeatRate: 0, prompts: 12);
        while (await Voters.JudgeAsync("narrow", "ann", forLast: Voters.Served.Count % 2 == 1) is null)
        {
            // until there is enough
        }

        await CreateAsync("closed", new { votes = 10 }, repeatRate: 0, prompts: 2);
        using var client = fixture.Host.CreateClient();
        using var close = Admin(HttpMethod.Post, "/api/campaigns/closed/close");
        (await client.SendAsync(close, Token)).EnsureSuccessStatusCode();

        var narrow = await GetAsync("/api/campaigns/narrow");
        Assert.Equal(("reached", true), ((string?)narrow["state"], (double)narrow["interval_width"]! <= 2000));
        Assert.InRange(Voters.Served.Count, 3, 11);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => Voters.TakeAsync("closed", "ann"))).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"No name"}""", "name is 'No name'")]
    [InlineData("""{"name":"x","models":["a"]}""", "models: at least two")]
    [InlineData("""{"name":"x","models":["a","b"],"prompts":[]}""", "prompts: 1 … ")]
    [InlineData("""{"name":"x","models":["a","b"],"prompts":["p"," "]}""", "prompts has one of 1 characters")]
    [InlineData("""{"name":"x","title":"\u0000","models":["a","b"],"prompts":["p"],"target":{"votes":1}}""", "title, description or models have the character 0")]
    [InlineData("""{"name":"x","models":["a","b"],"prompts":["p"],"target":{}}""", "target: either votes or interval_width")]
    [InlineData("""{"name":"x","models":["a","b"],"prompts":["p"],"target":{"votes":1},"repeat_rate":0.9}""", "repeat_rate is 0.9")]
    [InlineData("""{"name":"x","models":["a","b"],"prompts":["p"],"target":{"votes":1},"rubric":"nobody/1"}""", "rubric is 'nobody/1'")]
    [InlineData("""{"name":"x","colour":"red"}""", "The body is not a campaign: ")]
    [InlineData("null", "The body is not a campaign.")]
    public async Task What_is_no_campaign_is_refused_with_what_is_wrong(string body, string because)
    {
        using var client = fixture.Host.CreateClient();
        using var request = Admin(HttpMethod.Post, "/api/campaigns", new StringContent(body));
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(because, (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_operator_opens_campaigns_each_name_once_and_unknown_ones_are_not_found()
    {
        await CreateAsync("once", new { votes = 1 }, repeatRate: 0, prompts: 1);
        using var client = fixture.Host.CreateClient();
        using var twice = Admin(HttpMethod.Post, "/api/campaigns", Definition("once", new { votes = 1 }, 0, 1));

        Assert.Equal(HttpStatusCode.Conflict, (await client.SendAsync(twice, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/api/campaigns", Definition("theirs", new { votes = 1 }, 0, 1), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/campaigns/nobody", Token)).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Voters.TakeAsync("nobody", "ann"))).StatusCode);
        using var export = Admin(HttpMethod.Get, "/api/export/dpo?campaign=nobody");
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(export, Token)).StatusCode);
    }

    private async Task CreateAsync(string name, object target, double repeatRate, int prompts)
    {
        using var client = fixture.Host.CreateClient();
        using var request = Admin(HttpMethod.Post, "/api/campaigns", Definition(name, target, repeatRate, prompts));
        using var response = await client.SendAsync(request, Token);
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync(Token));
    }

    private static JsonContent Definition(string name, object target, double repeatRate, int prompts) => JsonContent.Create(new
    {
        name,
        title = $"Campaign {name}",
        models = CampaignVoters.Models,
        rubric = "creative-orientation/1",
        target,
        repeat_rate = repeatRate,
        prompts = Enumerable.Range(1, prompts).Select(i => $"Question {i} of {name}?"),
    });

    private async Task<JsonObject> GetAsync(string path)
    {
        using var client = fixture.Host.CreateClient();
        using var request = Admin(HttpMethod.Get, path);
        return (await (await client.SendAsync(request, Token)).Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }

    private async Task<string[]> ExportAsync(string path)
    {
        await fixture.Host.SealAsync();
        using var client = fixture.Host.CreateClient();
        using var recompute = Admin(HttpMethod.Post, "/api/admin/ratings/recompute");
        (await client.SendAsync(recompute, Token)).EnsureSuccessStatusCode();
        using var request = Admin(HttpMethod.Get, $"/api/export/{path}");
        return (await (await client.SendAsync(request, Token)).Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static HttpRequestMessage Admin(HttpMethod method, string path, HttpContent? body = null) =>
        new(method, path) { Headers = { { "x-admin-key", RatingsHost.AdminKey } }, Content = body };
}
