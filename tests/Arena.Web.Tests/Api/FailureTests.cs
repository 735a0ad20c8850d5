using System.Net;
using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Arena.Web.Tests.Fakes;
using Grpc.Core;

namespace Arena.Web.Tests.Api;

public class FailureTests : ApiTest
{
    private const string FailedData =
        """{"type":"urn:llm-arena:problem:answer-failed","title":"An answer broke off","detail":"One of the two models did not finish its answer, so this battle does not count. Start another one.","slot":"b"}""";

    public static TheoryData<string> Faults => ["failed", "error", "eof", "filtered", "tools", "blank", "thinking", "endless"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_side_that_does_not_answer_voids_the_battle_in_the_same_words_and_stops_the_other(string fault)
    {
        Backend.Inference[Models.A] = async (events, token) =>
        {
            await events.WriteAsync(new() { Text = "Let me begin" });
            await FakeInference.Forever(events, token);
        };
        Backend.Inference[Models.B] = (events, _) => FailAsync(events, fault);
        var battleId = await Client.StartAsync();
        var events = await Client.StreamAsync(battleId);
        var responses = await Client.PostAsync("/api/arena/get_responses", new { battle_id = battleId });
        var vote = await Client.VoteAsync(battleId, "left");

        Assert.Equal(("failed", FailedData), (events[^1].Type, events[^1].Data));
        Assert.Equal(
            (HttpStatusCode.BadGateway, "urn:llm-arena:problem:answer-failed", HttpStatusCode.Conflict, "urn:llm-arena:problem:battle-failed"),
            (responses.Status, responses.Problem, vote.Status, vote.Problem));
        Assert.Equal((BattleState.Failed, 0), (Backend.Router.Find(battleId).State, Backend.Ratings.Battles.Count));
        await Backend.Inference.Cancelled.WaitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Models.Marker, Client.Received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_vote_no_byte_names_a_model()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);
        await Client.StreamAsync(battleId, lastEventId: "1");
        await Client.PostAsync("/api/arena/get_responses", new { battle_id = battleId });
        await Client.GetAsync($"/api/arena/battles/{battleId}");
        await Client.PostAsync($"/api/arena/battles/{battleId}/next", new { });
        await Client.VoteAsync("unknown", "left");
        Backend.Router.Fault = FakeRouter.Problem(StatusCode.FailedPrecondition, "not-enough-models");
        await Client.PostAsync("/api/arena/start_battle", new { message = "Hi" });
        Backend.Router.Fault = new RpcException(new Status(StatusCode.Internal, Models.Marker));
        var broken = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi" });

        Assert.Equal((HttpStatusCode.InternalServerError, "urn:llm-arena:problem:internal-error"), (broken.Status, broken.Problem));
        Assert.DoesNotContain(Models.Marker, Client.Received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_battle_that_the_ledger_does_not_take_is_void_and_says_why()
    {
        Backend.Ratings.Fault = new RpcException(new Status(StatusCode.InvalidArgument, Models.Marker));
        var battleId = await Client.StartAsync();
        var events = await Client.StreamAsync(battleId);
        var responses = await Client.PostAsync("/api/arena/get_responses", new { battle_id = battleId });

        Assert.Equal(
            ("failed", HttpStatusCode.ServiceUnavailable, "urn:llm-arena:problem:ledger-unavailable", TimeSpan.FromSeconds(5)),
            (events[^1].Type, responses.Status, responses.Problem, responses.Response.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task A_ledger_that_is_away_for_a_moment_delays_the_battle_and_loses_nothing()
    {
        Backend.Ratings.Fault = FakeRatings.Down;
        var battleId = await Client.StartAsync();
        var reading = Client.StreamAsync(battleId);
        await Client.StreamAsync(battleId, enough: type => type == "delta");
        Backend.Ratings.Fault = null;

        Assert.Equal("answered", (await reading)[^1].Type);
    }

    private static async Task FailAsync(AnswerScript events, string fault)
    {
        if (fault is not ("blank" or "thinking"))
        {
            await events.WriteAsync(new() { Text = "I will " });
        }

        switch (fault)
        {
            case "failed":
                await events.WriteAsync(new() { Failed = new() { Kind = FailureKind.BrokenStream, Detail = Models.Marker } });
                break;
            case "error":
                throw new RpcException(new Status(StatusCode.Unavailable, Models.Marker));
            case "filtered":
                await events.WriteAsync(FakeInference.Ending(FinishReason.Filtered));
                break;
            case "tools":
                await events.WriteAsync(FakeInference.Ending(FinishReason.ToolCalls));
                break;
            case "blank":
                await events.WriteAsync(new() { Text = " \n " });
                await events.WriteAsync(FakeInference.Ending(FinishReason.Stop));
                break;
            case "thinking":
                await events.WriteAsync(new() { Text = $"<think>{Models.Marker}" });
                await events.WriteAsync(FakeInference.Ending(FinishReason.Stop));
                break;
            case "endless":
                await events.WriteAsync(new() { Text = new string('x', 200_000) });
                break;
        }
    }
}
