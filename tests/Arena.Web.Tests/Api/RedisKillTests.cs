using System.Diagnostics;
using System.Net;
using Arena.LocalServers.Redis;
using Arena.Web.Tests.Fakes;
using Grpc.Core;

namespace Arena.Web.Tests.Api;

public sealed class RedisKillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Votes_on_known_battles_count_while_Redis_is_killed_and_a_new_battle_is_a_clear_503()
    {
        await using var redis = await LocalRedis.StartAsync(cancellationToken: Token);
        Assert.SkipWhen(redis is null, "There is no redis-server on this machine.");
        await using var backend = await Backend.StartAsync();
        backend.Inference[Models.A] = FakeInference.Saying("Paris.");
        backend.Inference[Models.B] = FakeInference.Saying("It is Paris.");
        await using var replica = new Replica(backend, redis.ConnectionString);
        using var client = new ArenaClient(replica.CreateClient());
        var battleId = await client.StartAsync();
        await client.StreamAsync(battleId);

        using (var process = Process.GetProcessById(redis.ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        backend.Router.Fault = FakeRouter.Problem(StatusCode.Unavailable, "sessions-unavailable"); // what the router says then, see its own drill
        var vote = await client.VoteAsync(battleId, "left");
        var again = await client.VoteAsync(battleId, "left");
        var start = await client.PostAsync("/api/arena/start_battle", new { message = "Hi" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (vote.Status, again.Status));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:llm-arena:problem:sessions-unavailable"), (start.Status, start.Problem));
    }
}
