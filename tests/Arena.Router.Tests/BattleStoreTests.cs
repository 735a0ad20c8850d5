using Arena.LocalServers.Redis;
using Arena.Router.Battles;
using Arena.Router.Sessions;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Arena.Router.Tests;

public sealed class MemoryBattleStoreTests : BattleStoreContract
{
    private readonly ManualTimeProvider _time = new();
    private TimeSpan _timeToLive = TimeSpan.FromHours(2);

    private protected override Task<IBattleStore> StoreAsync(TimeSpan? timeToLive = null)
    {
        _timeToLive = timeToLive ?? _timeToLive;
        var services = new ServiceCollection().Configure<BattleOptions>(options => options.TimeToLive = _timeToLive).BuildServiceProvider();
        return Task.FromResult<IBattleStore>(new MemoryBattleStore(services.GetRequiredService<IOptionsMonitor<BattleOptions>>(), _time));
    }

    private protected override Task ExpireAsync(IBattleStore store, string battleId)
    {
        _time.Advance(_timeToLive);
        return Task.CompletedTask;
    }
}

/// <summary>Each test has a Redis of its own, because stores share what they count.</summary>
public sealed class RedisBattleStoreTests : BattleStoreContract, IAsyncDisposable
{
    private LocalRedis? _redis;
    private RouterHost? _host;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    private protected override async Task<IBattleStore> StoreAsync(TimeSpan? timeToLive = null)
    {
        _redis = await LocalRedis.StartAsync(cancellationToken: Token);
        Assert.SkipWhen(_redis is null, "This machine has no redis-server.");
        _host = new RouterHost(
            _redis!.ConnectionString, settings: ("Router:Battles:TimeToLive", (timeToLive ?? TimeSpan.FromHours(2)).ToString("c")));
        return _host.Services.GetRequiredService<IBattleStore>();
    }

    private protected override Task ExpireAsync(IBattleStore store, string battleId) =>
        Eventually.TrueAsync(async () => await store.FindAsync(battleId, Token) is null, "the battle expires");
}
