using Arena.Web.Tests.Fakes;
using Grpc.Core;

namespace Arena.Web.Tests.Api;

public class StatusTests : ApiTest
{
    [Fact]
    public async Task Tells_what_answers()
    {
        await Client.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/arena/status");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        var status = await Client.SendAsync(request);

        Assert.Equal(
            """{"available":true,"total_models":2,"active_models":["sim-XyzzyMarker-a (simulated)","sim-XyzzyMarker-b (simulated)"],"active_battles":1,"backends":{"gateway":"healthy","web":"healthy","router":"healthy","inference":"healthy","ratings":"healthy"},"session_store":"memory"}""",
            status.Body);
    }

    [Fact]
    public async Task One_model_is_not_enough()
    {
        Backend.Inference.Available = [Models.B];

        Assert.False((bool)(await Client.GetAsync("/api/arena/status")).Json["available"]!);
    }

    [Fact]
    public async Task Answers_also_when_nothing_else_does()
    {
        var down = new RpcException(new Status(StatusCode.Unavailable, "down"));
        (Backend.Router.Fault, Backend.Inference.Fault, Backend.Ratings.Fault) = (down, down, down);
        var status = await Client.GetAsync("/api/arena/status");

        Assert.Equal(
            """{"available":false,"total_models":0,"active_models":[],"active_battles":0,"backends":{"gateway":"unknown","web":"healthy","router":"unhealthy","inference":"unhealthy","ratings":"unhealthy"},"session_store":"unknown"}""",
            status.Body);
    }
}
