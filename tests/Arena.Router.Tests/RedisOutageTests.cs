using Arena.Testing;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Router;
using Arena.LocalServers;
using Arena.LocalServers.Redis;
using Arena.Router.Tests.Hosting;
using Grpc.Core;

namespace Arena.Router.Tests;

/// <summary>Each test has a Redis of its own, which it stops.</summary>
public sealed class RedisOutageTests : IDisposable
{
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(6);
    private static readonly (string, string) ShortTimeout = ("Router:Redis:Timeout", "00:00:01");

    private readonly string _data = Directory.CreateTempSubdirectory("arena-router-").FullName;
    private readonly int _port = FreePort.Next();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Address => $"127.0.0.1:{_port}";

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Two_replicas_on_one_Redis_share_battles_seats_and_counts()
    {
        await using var redis = await StartRedisAsync();
        await using var one = new RouterHost(Address);
        await using var two = new RouterHost(Address);
        RouterHost[] hosts = [one, two];

        var battles = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
            await hosts[i % 2].Router.StartBattleAsync(new() { Message = $"hello {i}" }, cancellationToken: Token)));

        var seen = await Task.WhenAll(battles.Select(async (battle, i) =>
            await hosts[(i + 1) % 2].Router.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token)));
        Assert.Equal(battles, seen);
        Assert.Equal(
            [new RouterStatus { ActiveBattles = 60, SessionStore = "redis" }, new RouterStatus { ActiveBattles = 60, SessionStore = "redis" }],
            [await one.Router.GetStatusAsync(new(), cancellationToken: Token), await two.Router.GetStatusAsync(new(), cancellationToken: Token)]);
        Assert.All(battles.GroupBy(battle => string.Concat(new[] { battle.ModelA, battle.ModelB }.Order(StringComparer.Ordinal)), StringComparer.Ordinal), pair =>
            Assert.InRange(pair.Count(battle => string.CompareOrdinal(battle.ModelA, battle.ModelB) < 0) - (pair.Count() / 2.0), -0.5, 0.5));
    }

    [Fact]
    public async Task While_Redis_is_away_calls_fail_quickly_and_after_it_returned_battles_go_on()
    {
        await using var host = new RouterHost(Address, settings: ShortTimeout);
        Battle battle;
        await using (await StartRedisAsync())
        {
            battle = await host.Router.StartBattleAsync(new() { Message = "hello" }, cancellationToken: Token);
        }

        await AssertUnavailableAsync(host);
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await HealthAsync(host));
        Assert.Equal("arena", (await host.Router.RouteAsync(new() { Message = "hello" }, cancellationToken: Token)).Route);

        await using var back = await StartRedisAsync();
        await EventuallyServesAsync(host);
        Assert.Equal(battle, await host.Router.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await HealthAsync(host));
    }

    [Fact]
    public async Task A_service_that_starts_before_its_Redis_is_unavailable_until_it_comes()
    {
        await using var host = new RouterHost(Address, settings: ShortTimeout);
        await AssertUnavailableAsync(host);

        await using var redis = await StartRedisAsync();

        await EventuallyServesAsync(host);
    }

    private static async Task AssertUnavailableAsync(RouterHost host)
    {
        var started = TimeProvider.System.GetTimestamp();
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Router.StartBattleAsync(new() { Message = "hello" }, cancellationToken: Token));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Quickly);
        Assert.Equal((StatusCode.Unavailable, "sessions-unavailable"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
    }

    private static Task EventuallyServesAsync(RouterHost host) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await host.Router.GetStatusAsync(new(), cancellationToken: Token);
                return true;
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable)
            {
                return false;
            }
        },
        "the router finds Redis");

    private static async Task<(HttpStatusCode Code, string? Status)> HealthAsync(RouterHost host)
    {
        using var client = host.CreateClient();
        using var response = await client.GetAsync("/health", Token);
        var report = await response.Content.ReadFromJsonAsync<JsonObject>(Token);
        return (response.StatusCode, (string?)report!["status"]);
    }

    private async Task<LocalRedis> StartRedisAsync()
    {
        var redis = await LocalRedis.StartAsync(new() { DataDirectory = _data, Port = _port }, Token);
        Assert.SkipWhen(redis is null, "This machine has no redis-server.");
        return redis!;
    }
}
