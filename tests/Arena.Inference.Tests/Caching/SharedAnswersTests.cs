using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.LocalServers.Redis;
using Arena.Testing;

namespace Arena.Inference.Tests.Caching;

/// <summary>Replicas share answers through Redis, and do without it when it is away.</summary>
public sealed class SharedAnswersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_replica_gives_the_answer_again_and_without_Redis_each_asks_for_itself()
    {
        var redis = await LocalRedis.StartAsync(cancellationToken: Token);
        Assert.SkipWhen(redis is null, "This machine has no redis-server.");
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Text("Paris."), FakeVllm.Finish("stop"), FakeVllm.Usage(18, 3), FakeVllm.Done);
        await using var first = await InferenceHost.StartAsync(Settings(redis), new ManualTimeProvider(), ("node", node));
        await using var second = await InferenceHost.StartAsync(Settings(redis, node), TimeProvider.System);

        var asked = await first.GenerateAsync(Ask("France"), Token);
        var given = await second.GenerateAsync(Ask("France"), Token);
        await redis.DisposeAsync();
        var alone = await second.GenerateAsync(Ask("Spain"), Token);

        Assert.Equal(
            (false, true, "Paris.", 18, false, "Paris."),
            (asked.Completed!.Source.Cached, given.Completed!.Source.Cached, given.Text, given.Completed.Usage.InputTokens, alone.Completed!.Source.Cached, alone.Text));
        Assert.Equal(2, node.Requests.Count);
    }

    private static Dictionary<string, string> Settings(LocalRedis redis, FakeNode? node = null)
    {
        Dictionary<string, string> settings = new() { ["ConnectionStrings:redis"] = redis.ConnectionString };
        if (node is not null)
        {
            settings["Inference:Nodes:node:Driver"] = node.Driver;
            settings["Inference:Nodes:node:Url"] = node.Url.AbsoluteUri;
        }

        return settings;
    }

    private static GenerateRequest Ask(string country)
    {
        var request = InferenceHost.Ask("m", $"What is the capital of {country}?");
        request.Settings = new() { Temperature = 0 };
        request.Cache = CacheUse.Deterministic;
        return request;
    }
}
