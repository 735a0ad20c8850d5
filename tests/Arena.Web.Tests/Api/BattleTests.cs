using System.Net;
using System.Net.Http.Json;
using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Arena.Web.Tests.Fakes;
using static Arena.Web.Tests.Fakes.ArenaClient;

namespace Arena.Web.Tests.Api;

public class BattleTests : ApiTest
{
    private const string AnswerA = "Paris is the capital of France.";
    private const string AnswerB = "It is **Paris**.";

    [Fact]
    public async Task A_client_written_before_this_server_goes_through_a_battle()
    {
        var status = await Client.GetAsync("/api/arena/status");
        var started = await Client.PostAsync("/api/arena/start_battle", new { message = "What is the capital of France?" });
        var battleId = (string)started.Json["battle_id"]!;
        var responses = await Client.PostAsync(
            "/api/arena/get_responses", new { battle_id = battleId, message = "What is the capital of France?" });

        Assert.Equal((HttpStatusCode.OK, true), (status.Status, (bool)status.Json["available"]!));
        Assert.Equal((31, 16), (((string)responses.Json["response_a"]!).Length, ((string)responses.Json["response_b"]!).Length));
    }

    [Fact]
    public async Task A_whole_battle_streams_both_sides_is_voted_and_revealed()
    {
        var battleId = await Client.StartAsync();
        var events = await Client.StreamAsync(battleId);
        var vote = await Client.VoteAsync(battleId, "left");

        Assert.Equal(("1", "state", """{"state":"streaming"}"""), events[0]);
        Assert.Equal(("answered", "{}"), (events[^1].Type, events[^1].Data));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(id => $"{id}"), events.Select(item => item.Id));
        Assert.Equal((AnswerA, AnswerB), (TextOf(events, "a"), TextOf(events, "b")));
        Assert.Equal(
            $$$"""
            {"battle_id":"{{{battleId}}}","preference":"left","duplicate":false,"models_revealed":{"a":"sim-XyzzyMarker-a (simulated)","b":"sim-XyzzyMarker-b (simulated)"},"ratings":{"before":{"a":1500,"b":1500},"after":{"a":1516,"b":1484}},"details":{"a":{{{Details("a")}}},"b":{{{Details("b")}}}}}
            """,
            vote.Body);
        Assert.Equal(BattleState.Revealed, Backend.Router.Find(battleId).State);
    }

    [Fact]
    public async Task An_idempotency_key_reaches_the_router_and_a_monstrous_one_is_refused()
    {
        var started = await Client.SendAsync(Keyed("/api/arena/start_battle", new { message = "hello" }, "key 1"));
        await Client.SendAsync(Keyed($"/api/arena/battles/{(string)started.Json["battle_id"]!}/next", new { }, "key 2"));
        var refused = await Client.SendAsync(Keyed("/api/arena/start_battle", new { message = "hello" }, new string('k', 129)));

        Assert.Equal(["key 1", "key 2"], Backend.Router.Keys);
        Assert.Equal((HttpStatusCode.BadRequest, "urn:llm-arena:problem:invalid-request"), (refused.Status, (string)refused.Json["type"]!));
    }

    [Fact]
    public async Task A_battle_shows_its_state_and_after_the_vote_the_same_reveal()
    {
        var battleId = await Client.StartAsync();
        var before = await Client.GetAsync($"/api/arena/battles/{battleId}");
        await Client.StreamAsync(battleId);
        var vote = await Client.VoteAsync(battleId, "both_bad");
        var after = await Client.GetAsync($"/api/arena/battles/{battleId}");

        Assert.Equal(
            $$"""
            {"battle_id":"{{battleId}}","view_index":0,"total_views":3,"route":"arena","query_type":"factual","confidence":0.75,"state":"created","message":"What is the capital of France?","stream_url":"/api/arena/battles/{{battleId}}/stream"}
            """,
            before.Body);
        Assert.Equal(("revealed", vote.Body), ((string)after.Json["state"]!, after.Json["reveal"]!.ToJsonString()));
        Assert.Equal((AnswerA, AnswerB), ((string)after.Json["responses"]!["a"]!, (string)after.Json["responses"]!["b"]!));
    }

    [Fact]
    public async Task The_next_view_is_another_battle_on_the_same_prompt()
    {
        var battleId = await Client.StartAsync();
        var next = await Client.PostAsync($"/api/arena/battles/{battleId}/next", new { });

        Assert.Equal(
            (HttpStatusCode.OK, 1, "What is the capital of France?", false),
            (next.Status, (int)next.Json["view_index"]!, (string)next.Json["message"]!, (string)next.Json["battle_id"]! == battleId));
    }

    [Fact]
    public async Task Both_models_are_asked_alike_and_once_however_many_read()
    {
        var battleId = await Client.StartAsync();
        var streams = await Task.WhenAll(Client.StreamAsync(battleId), Client.StreamAsync(battleId));
        await Client.PostAsync("/api/arena/get_responses", new { battle_id = battleId });

        var requests = Backend.Inference.Requests.ToList();
        requests.ForEach(request => request.ModelId = "");
        Assert.Equal((2, requests[0]), (requests.Count, requests[1]));
        Assert.Equal(streams[0], streams[1]);
    }

    [Fact]
    public async Task A_stream_resumes_after_the_event_that_the_client_saw_last()
    {
        var battleId = await Client.StartAsync();
        var whole = await Client.StreamAsync(battleId);
        var rest = await Client.StreamAsync(battleId, lastEventId: "2");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/arena/battles/{battleId}/stream");
        request.Headers.Add("Last-Event-ID", $"{whole.Count}");
        var nothing = await Client.SendAsync(request);

        Assert.Equal(whole[2..], rest);
        Assert.Equal(HttpStatusCode.NoContent, nothing.Status);
    }

    [Fact]
    public async Task The_ledger_has_what_was_shown_before_the_vote_opens()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);

        var recorded = Backend.Ratings.Battles[battleId];
        Assert.Equal(
            (AnswerA, AnswerB, "stop", "node/" + Models.A, 180, "factual", "uniform"),
            (recorded.Left.Text, recorded.Right.Text, recorded.Left.FinishReason, recorded.Left.DeploymentId, recorded.Left.OutputTokens,
                recorded.QueryType, recorded.PairPolicy));
    }

    [Fact]
    public async Task A_battle_is_one_trace_and_its_id_stays_inside()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);

        var traceId = Backend.Router.Find(battleId).TraceParent.Split('-')[1];
        Assert.Equal((32, traceId), (traceId.Length, Backend.Ratings.Battles[battleId].TraceId));
        Assert.All(Backend.Inference.TraceParents, traceParent => Assert.Equal(traceId, traceParent.Split('-')[1]));
        Assert.DoesNotContain(traceId, Client.Received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_given_once_and_kept()
    {
        var first = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi" });
        var second = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi" });
        var third = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi", session = "mine" });

        string SessionOf(Reply reply) => Backend.Router.Find((string)reply.Json["battle_id"]!).Session;
        var cookie = Assert.Single(first.Response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"arena_session={SessionOf(first)};", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.Equal((SessionOf(first), false, "mine"), (SessionOf(second), second.Response.Headers.Contains("Set-Cookie"), SessionOf(third)));
    }

    [Fact]
    public async Task Text_that_was_cut_at_the_token_limit_counts()
    {
        Backend.Inference[Models.B] = async (events, _) =>
        {
            await events.WriteAsync(new() { Text = "It is Pa" });
            await events.WriteAsync(FakeInference.Ending(FinishReason.Length));
        };
        var battleId = await Client.StartAsync();
        var events = await Client.StreamAsync(battleId);

        Assert.Equal(("answered", "length"), (events[^1].Type, Backend.Ratings.Battles[battleId].Right.FinishReason));
    }

    [Fact]
    public async Task A_call_that_answered_is_read_to_its_end_and_not_cut_off()
    {
        Backend.Inference[Models.B] = async (events, token) =>
        {
            await events.WriteAsync(new() { Text = AnswerB });
            await events.WriteAsync(FakeInference.Ending(FinishReason.Stop));
            await Task.Delay(TimeSpan.FromMilliseconds(50), token); // as long as trailers may take
        };
        var battleId = await Client.StartAsync();
        var events = await Client.StreamAsync(battleId);

        Assert.Equal(("answered", 0), (events[^1].Type, Backend.Inference.Cancelled.CurrentCount));
    }

    private static string Details(string slot) =>
        $$"""{"model_id":"sim-XyzzyMarker-{{slot}}","display_name":"sim-XyzzyMarker-{{slot}} (simulated)","simulated":true,"asked_model_id":"sim-XyzzyMarker-{{slot}}","deployment":"node/sim-XyzzyMarker-{{slot}}","fell_back":false,"finish_reason":"stop","latency_seconds":2,"time_to_first_token_seconds":0.25,"output_tokens":180,"tokens_per_second":90}""";

    private static HttpRequestMessage Keyed(string path, object body, string key) =>
        new(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
}
