using System.Net;
using Arena.Contracts.Router;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

public class StopTests : ApiTest
{
    [Fact]
    public async Task A_battle_that_is_stopped_calls_its_models_off_and_is_void()
    {
        Backend.Inference[Models.A] = SpeakOnAsync;
        Backend.Inference[Models.B] = SpeakOnAsync;
        var battleId = await Client.StartAsync();
        var reading = Client.StreamAsync(battleId);
        await Client.StreamAsync(battleId, enough: type => type == "delta");
        var stop = await Client.PostAsync($"/api/arena/battles/{battleId}/stop", new { });
        var events = await reading;
        var vote = await Client.VoteAsync(battleId, "left");
        var responses = await Client.PostAsync("/api/arena/get_responses", new { battle_id = battleId });

        Assert.Equal(("failed", "failed"), ((string)stop.Json["state"]!, events[^1].Type));
        Assert.StartsWith("""{"type":"urn:llm-arena:problem:battle-stopped",""", events[^1].Data, StringComparison.Ordinal);
        Assert.Equal(
            (BattleState.Failed, "urn:llm-arena:problem:battle-failed", HttpStatusCode.Conflict, "urn:llm-arena:problem:battle-stopped"),
            (Backend.Router.Find(battleId).State, vote.Problem, responses.Status, responses.Problem));
        for (var side = 0; side < 2; side++)
        {
            await Backend.Inference.Cancelled.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task What_is_answered_is_too_late_to_stop()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);
        var stop = await Client.PostAsync($"/api/arena/battles/{battleId}/stop", new { });
        var vote = await Client.VoteAsync(battleId, "left");
        var unknown = await Client.PostAsync("/api/arena/battles/nope/stop", new { });

        Assert.Equal(("answered", HttpStatusCode.OK, HttpStatusCode.NotFound), ((string)stop.Json["state"]!, vote.Status, unknown.Status));
    }

    private static async Task SpeakOnAsync(AnswerScript events, CancellationToken cancellationToken)
    {
        while (true)
        {
            await events.WriteAsync(new() { Text = "and so on " });
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }
}
