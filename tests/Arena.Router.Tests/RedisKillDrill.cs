using Arena.Testing;
using System.Collections.Concurrent;
using System.Diagnostics;
using Arena.Contracts.Router;
using Arena.LocalServers;
using Arena.LocalServers.Redis;
using Arena.Router.Tests.Hosting;
using Grpc.Core;

namespace Arena.Router.Tests;

/// <summary>Redis is killed, not stopped, while battles are opened and moved on through two replicas, and comes back; twice.</summary>
public sealed class RedisKillDrill : IDisposable
{
    private const int Workers = 8;
    private const int Kills = 2;
    private const int BattlesBetween = 150;

    private static readonly BattleState[] Way = [BattleState.Streaming, BattleState.Answered, BattleState.Revealed];

    private readonly string _data = Directory.CreateTempSubdirectory("arena-router-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly ConcurrentDictionary<string, Battle> _acknowledged = new();
    private readonly ConcurrentBag<RpcException> _refused = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_every_refusal_is_clear()
    {
        await using var one = new RouterHost($"127.0.0.1:{_port}", settings: ("Router:Redis:Timeout", "00:00:01")).Started();
        await using var two = new RouterHost($"127.0.0.1:{_port}", settings: ("Router:Redis:Timeout", "00:00:01")).Started();
        RouterHost[] replicas = [one, two];
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var redis = await StartAsync();
        var work = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(replicas, worker, ending.Token), Token)).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            await ProgressAsync();
            var refusedBefore = _refused.Count;
            using (var process = Process.GetProcessById(redis.ProcessId))
            {
                process.Kill();
            }

            await Eventually.TrueAsync(() => Task.FromResult(_refused.Count >= refusedBefore + Workers), "each worker is refused while Redis is away");
            await redis.DisposeAsync();
            redis = await StartAsync();
        }

        await ProgressAsync();
        await ending.CancelAsync();
        await Task.WhenAll(work);

        Assert.All(_refused, refused => Assert.Equal((StatusCode.Unavailable, "sessions-unavailable"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem"))));
        var kept = await Task.WhenAll(_acknowledged.Values.Select(async battle => await one.Router.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token)));
        Assert.All(kept, battle =>
        {
            var said = _acknowledged[battle.BattleId];
            Assert.InRange(battle.State, said.State, BattleState.Revealed); // a move may have been made whose answer was lost
            Assert.Equal(said, new Battle(battle) { State = said.State });
        });
        await redis.DisposeAsync();
    }

    private async Task ProgressAsync()
    {
        var goal = _acknowledged.Count + BattlesBetween;
        await Eventually.TrueAsync(() => Task.FromResult(_acknowledged.Count >= goal), "battles go on");
    }

    private async Task WorkAsync(RouterHost[] replicas, int worker, CancellationToken ending)
    {
        for (var i = worker; !ending.IsCancellationRequested; i++)
        {
            var router = replicas[i % replicas.Length].Router;
            try
            {
                var battle = Keep(await router.StartBattleAsync(new() { Message = $"{worker}: {i}", Session = $"{worker}" }, cancellationToken: Token));
                foreach (var state in Way)
                {
                    Keep(await router.AdvanceBattleAsync(new() { BattleId = battle.BattleId, State = state }, cancellationToken: Token));
                }
            }
            catch (RpcException exception)
            {
                _refused.Add(exception);
            }
        }
    }

    private Battle Keep(Battle battle) => _acknowledged[battle.BattleId] = battle;

    private async Task<LocalRedis> StartAsync()
    {
        var redis = await LocalRedis.StartAsync(new() { DataDirectory = _data, Port = _port }, Token);
        Assert.SkipWhen(redis is null, "This machine has no redis-server.");
        return redis!;
    }
}
