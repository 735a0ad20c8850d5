using System.Net;
using System.Net.Http.Json;
using Arena.Web.Tests.Fakes;
using Grpc.Core;

namespace Arena.Web.Tests.Api;

public class VoteTests : ApiTest
{
    [Fact]
    public async Task The_same_vote_again_returns_the_first_result()
    {
        var battleId = await AnsweredAsync();
        var first = await Client.VoteAsync(battleId, "tie");
        var second = await Client.VoteAsync(battleId, "tie");

        Assert.Equal(first.Body.Replace("\"duplicate\":false", "\"duplicate\":true", StringComparison.Ordinal), second.Body);
    }

    [Fact]
    public async Task The_key_of_a_vote_reaches_the_ledger_and_a_monstrous_one_is_refused()
    {
        var battleId = await AnsweredAsync();
        Task<Reply> VoteAsync(string key) => Client.SendAsync(new(HttpMethod.Post, "/api/arena/vote")
        {
            Content = JsonContent.Create(new { battle_id = battleId, preference = "left" }),
            Headers = { { "Idempotency-Key", key } },
        });
        var refused = await VoteAsync(new string('k', 129));
        await VoteAsync("key 1");

        Assert.Equal((HttpStatusCode.BadRequest, "urn:llm-arena:problem:invalid-request"), (refused.Status, refused.Problem));
        Assert.Equal(["key 1"], Backend.Ratings.Keys);
    }

    [Fact]
    public async Task Another_vote_is_a_conflict()
    {
        var battleId = await AnsweredAsync();
        await Client.VoteAsync(battleId, "left");
        var second = await Client.VoteAsync(battleId, "right");

        Assert.Equal((HttpStatusCode.Conflict, "urn:llm-arena:problem:vote-conflict"), (second.Status, second.Problem));
    }

    [Fact]
    public async Task A_vote_before_the_answers_is_a_conflict()
    {
        var battleId = await Client.StartAsync();
        var vote = await Client.VoteAsync(battleId, "left");

        Assert.Equal((HttpStatusCode.Conflict, "urn:llm-arena:problem:battle-not-answered"), (vote.Status, vote.Problem));
    }

    [Fact]
    public async Task While_the_ledger_is_down_a_vote_is_not_saved_and_counts_later()
    {
        var battleId = await AnsweredAsync();
        Backend.Ratings.Fault = FakeRatings.Down;
        var early = await Client.VoteAsync(battleId, "left");
        Backend.Ratings.Fault = null;
        var late = await Client.VoteAsync(battleId, "left");

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "urn:llm-arena:problem:ledger-unavailable", TimeSpan.FromSeconds(5)),
            (early.Status, early.Problem, early.Response.Headers.RetryAfter?.Delta));
        Assert.Equal((HttpStatusCode.OK, false), (late.Status, (bool)late.Json["duplicate"]!));
    }

    [Fact]
    public async Task A_vote_counts_while_the_sessions_are_down()
    {
        var battleId = await AnsweredAsync();
        Backend.Router.Fault = FakeRouter.Problem(StatusCode.Unavailable, "sessions-unavailable");
        var vote = await Client.VoteAsync(battleId, "right");
        var start = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi" });

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, "urn:llm-arena:problem:sessions-unavailable"),
            (vote.Status, start.Status, start.Problem));
    }

    private async Task<string> AnsweredAsync()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);
        return battleId;
    }
}
