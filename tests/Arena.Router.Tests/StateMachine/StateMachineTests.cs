using Arena.LocalServers.Redis;
using Arena.Router.Tests.Hosting;

namespace Arena.Router.Tests.StateMachine;

public sealed class MemoryStateMachineTests : StateMachineContract, IAsyncDisposable
{
    private readonly RouterHost _host = new RouterHost().Started();

    private protected override IReadOnlyList<RouterHost> Replicas => [_host];

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

public sealed class RedisStateMachineTests : StateMachineContract, IAsyncLifetime
{
    private LocalRedis? _redis;
    private RouterHost[] _hosts = [];

    private protected override IReadOnlyList<RouterHost> Replicas => _hosts;

    public async ValueTask InitializeAsync()
    {
        _redis = await LocalRedis.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.SkipWhen(_redis is null, "This machine has no redis-server.");
        _hosts = [new RouterHost(_redis.ConnectionString).Started(), new RouterHost(_redis.ConnectionString).Started()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }
}
