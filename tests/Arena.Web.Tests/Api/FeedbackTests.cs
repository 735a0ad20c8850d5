using System.Net;
using System.Net.Http.Json;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

/// <summary>Reasons and scores, after the vote.</summary>
public class FeedbackTests : ApiTest
{
    [Fact]
    public async Task Reasons_and_scores_go_to_the_ledger_once_for_a_key()
    {
        var path = $"/api/arena/battles/{await VotedAsync()}/feedback";
        var body = new
        {
            reasons = (string[])["more-accurate"],
            comment = "Clear.",
            rubric = "tone/1",
            scores = new { left = new { warm = 4, clear = 3 }, right = new { warm = 1 } },
            session = "ann",
        };

        var first = await SendAsync(path, body, "key-1");
        var again = await SendAsync(path, body, "key-1");

        Assert.Equal((HttpStatusCode.OK, false), (first.Status, (bool)first.Json["duplicate"]!));
        Assert.Equal((HttpStatusCode.OK, true), (again.Status, (bool)again.Json["duplicate"]!));
        var given = Backend.Ratings.Feedback.First();
        Assert.Equal(("more-accurate", "Clear.", "ann"), (Assert.Single(given.Reasons), given.Comment, given.Session));
        Assert.Equal(
            ["left tone/1 voter ann clear=3 warm=4", "right tone/1 voter ann warm=1"],
            Backend.Ratings.Scores.Take(2).Select(score =>
                $"{score.Side} {score.Rubric} {score.Scorer} {score.Session} {string.Join(' ', score.Scores.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"))}"));
    }

    [Fact]
    public async Task Before_the_vote_nothing_is_taken()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);

        var early = await SendAsync($"/api/arena/battles/{battleId}/feedback", new { comment = "First." }, "key");

        Assert.Equal((HttpStatusCode.Conflict, "urn:llm-arena:problem:battle-not-answered"), (early.Status, early.Problem));
        Assert.Empty(Backend.Ratings.Feedback);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"comment":"  "}""")]
    [InlineData("""{"scores":{"left":{"warm":1}}}""")]
    [InlineData("""{"reasons":["nonsense"]}""")]
    [InlineData("""{"comment":"x","session":""}""")]
    [InlineData("""{"scores":{"left":{"warm":"four"}},"rubric":"tone/1"}""")]
    public async Task What_says_nothing_or_nonsense_is_refused(string body)
    {
        var battleId = await VotedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/arena/battles/{battleId}/feedback") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

        var reply = await Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, "urn:llm-arena:problem:invalid-request"), (reply.Status, reply.Problem));
    }

    [Fact]
    public async Task While_the_ledger_is_down_nothing_is_said_to_be_saved()
    {
        var battleId = await VotedAsync();
        Backend.Ratings.Fault = FakeRatings.Down;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync($"/api/arena/battles/{battleId}/feedback", new { comment = "x" }, "key")).Status);
    }

    [Fact]
    public async Task A_campaign_opens_a_battle_on_its_prompt_among_its_models_and_says_which()
    {
        var started = await Client.PostAsync("/api/arena/campaigns/whole/next", new { session = "ann" });
        var unknown = await Client.PostAsync("/api/arena/campaigns/nobody/next", new { });
        var nobody = await Client.PostAsync("/api/arena/campaigns/whole/next", new { session = "" });

        Assert.Equal((HttpStatusCode.BadRequest, "urn:llm-arena:problem:invalid-request"), (nobody.Status, nobody.Problem));
        Assert.Equal((HttpStatusCode.OK, "Why is the sky blue?"), (started.Status, (string?)started.Json["message"]));
        Assert.Equal([Models.A, Models.B], Backend.Router.Eligibility!.OnlyModels);
        Assert.Equal((string?)started.Json["battle_id"], Backend.Ratings.Bound["for ann"]);
        Assert.Equal((HttpStatusCode.NotFound, "urn:llm-arena:problem:campaign-not-found"), (unknown.Status, unknown.Problem));
    }

    [Fact]
    public async Task A_voter_is_told_how_far_a_campaign_is_and_how_much_of_it_is_theirs()
    {
        var before = await Client.GetAsync("/api/arena/campaigns/whole");
        await Client.PostAsync("/api/arena/campaigns/whole/next", new { });
        var after = await Client.GetAsync("/api/arena/campaigns/whole");
        var unknown = await Client.GetAsync("/api/arena/campaigns/nobody");

        Assert.Equal(
            """{"name":"whole","title":"The whole","prompts":4,"votes":3,"target_votes":12,"interval_width":0,"target_width":0,"state":"open","own":0}""", before.Json.ToJsonString());
        Assert.Equal(1, (int)after.Json["own"]!);
        Assert.Equal((HttpStatusCode.NotFound, "urn:llm-arena:problem:campaign-not-found"), (unknown.Status, unknown.Problem));
    }

    [Fact]
    public async Task The_form_of_a_campaign_needs_the_token_of_its_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/campaigns/whole/next") { Content = new FormUrlEncodedContent([]) };

        Assert.Equal(HttpStatusCode.BadRequest, (await Client.SendAsync(request)).Status);
        Assert.Empty(Backend.Ratings.Bound);
    }

    private async Task<string> VotedAsync()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);
        await Client.VoteAsync(battleId, "left");
        return battleId;
    }

    private Task<Reply> SendAsync(string path, object body, string key) => Client.SendAsync(
        new(HttpMethod.Post, path) { Headers = { { "Idempotency-Key", key } }, Content = JsonContent.Create(body) });
}
