using System.Net;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

/// <summary>Battles that the router has forgotten.</summary>
public class ArchiveTests : ApiTest
{
    [Fact]
    public async Task What_was_voted_on_is_shown_to_everybody_with_its_texts_and_reveal()
    {
        var battleId = await AnsweredAsync();
        var vote = await Client.VoteAsync(battleId, "left");
        Backend.Router.Forget(battleId);
        using var stranger = new ArenaClient(Web.CreateClient());
        var shown = await stranger.GetAsync($"/api/arena/battles/{battleId}");

        Assert.Equal(
            $$"""
            {"battle_id":"{{battleId}}","view_index":0,"total_views":0,"route":"arena","query_type":"factual","confidence":1,"state":"revealed","message":"What is the capital of France?","stream_url":"","responses":{"a":"Paris is the capital of France.","b":"It is **Paris**."},"reveal":{{vote.Body}}}
            """,
            shown.Body);
    }

    [Fact]
    public async Task What_was_not_voted_on_is_shown_to_its_own_voter_only_who_can_still_vote()
    {
        var battleId = await AnsweredAsync();
        Backend.Router.Forget(battleId);
        using var stranger = new ArenaClient(Web.CreateClient());
        var refused = await stranger.GetAsync($"/api/arena/battles/{battleId}");
        var own = await Client.GetAsync($"/api/arena/battles/{battleId}");

        Assert.Equal((HttpStatusCode.NotFound, "answered", "It is **Paris**."), (refused.Status, (string)own.Json["state"]!, (string)own.Json["responses"]!["b"]!));
        Assert.DoesNotContain(Models.Marker, Client.Received.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Client.VoteAsync(battleId, "right")).Status);
    }

    [Fact]
    public async Task An_answered_battle_outlives_the_process_that_had_its_text()
    {
        var battleId = await AnsweredAsync();
        await using var restarted = new Replica(Backend);
        using var client = new ArenaClient(restarted.CreateClient());
        var shown = await client.GetAsync($"/api/arena/battles/{battleId}");
        var next = await client.PostAsync($"/api/arena/battles/{battleId}/continue", new { message = "And of Spain?" });

        Assert.Equal(("answered", "It is **Paris**."), ((string)shown.Json["state"]!, (string)shown.Json["responses"]!["b"]!));
        Assert.Equal("It is **Paris**.", (string)next.Json["turns"]![0]!["response_b"]!);
    }

    [Fact]
    public async Task A_conversation_comes_back_turn_by_turn()
    {
        var first = await AnsweredAsync();
        var second = (string)(await Client.PostAsync($"/api/arena/battles/{first}/continue", new { message = "And of Spain?" })).Json["battle_id"]!;
        await Client.StreamAsync(second);
        await Client.VoteAsync(second, "tie");
        var live = await Client.GetAsync($"/api/arena/battles/{second}");
        Backend.Router.Forget(second);
        var shown = await Client.GetAsync($"/api/arena/battles/{second}");

        Assert.Equal("And of Spain?", (string)shown.Json["message"]!);
        Assert.Equal(live.Json["turns"]!.ToJsonString(), shown.Json["turns"]!.ToJsonString());
    }

    [Fact]
    public async Task A_page_of_another_site_changes_nothing()
    {
        var battleId = await AnsweredAsync();
        var refused = await SendAsync("cross-site");
        var own = await SendAsync("same-origin");

        Assert.Equal((HttpStatusCode.Forbidden, "urn:llm-arena:problem:cross-site", HttpStatusCode.OK), (refused.Status, refused.Problem, own.Status));

        Task<Reply> SendAsync(string site) => Client.SendAsync(new(HttpMethod.Post, $"/api/arena/battles/{battleId}/next") { Headers = { { "Sec-Fetch-Site", site } } });
    }

    private async Task<string> AnsweredAsync()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);
        return battleId;
    }
}
