using Arena.Testing;
using System.Diagnostics.Metrics;
using Arena.Web.Battles;
using Arena.Web.Battles.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Arena.Web.Tests.Logs;

public sealed class RedisBattleLogTests : BattleLogContract, IDisposable
{
    private readonly ConnectionMultiplexer _redis;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public RedisBattleLogTests(RedisServer server)
    {
        _redis = ConnectionMultiplexer.Connect(server.ConnectionString);
        Log = new RedisBattleLog(
            _redis, Options.Create(new BattleOptions()), new BattleMetrics(_services.GetRequiredService<IMeterFactory>()), TimeProvider.System);
    }

    private protected override IBattleLog Log { get; }

    public void Dispose()
    {
        _redis.Dispose();
        _services.Dispose();
    }

    private protected override Task LapseAsync(string battleId) => _redis.GetDatabase().KeyDeleteAsync($"arena:web:{{{battleId}}}:lease");

    [Fact]
    public async Task Everything_of_a_battle_lapses_by_itself()
    {
        var battle = Guid.NewGuid().ToString("N");
        var lease = (await Log.TryBeginRunAsync(battle))!;
        await Log.MarkReadAsync(battle);
        await Log.AppendAsync(lease, [new(BattleEvent.Answered, "{}", DateTimeOffset.UnixEpoch)]);

        var keys = (RedisKey[])(await _redis.GetDatabase().ExecuteAsync("KEYS", $"*{battle}*"))!;
        var lifetimes = await Task.WhenAll(keys.Select(key => _redis.GetDatabase().KeyTimeToLiveAsync(key)));

        Assert.Equal((4, true), (keys.Length, lifetimes.All(lifetime => lifetime > TimeSpan.Zero)));
    }
}
