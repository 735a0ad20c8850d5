using Arena.LocalServers.Redis;
using Arena.Web.Tests.Logs;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace Arena.Web.Tests.Logs;

/// <summary>One real Redis for all tests; each uses its own battles.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private LocalRedis? _server;

    /// <summary>Its address; skips the test on a machine without a <c>redis-server</c>.</summary>
    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(_server is null, "There is no redis-server on this machine.");
            return _server!.ConnectionString;
        }
    }

    public async ValueTask InitializeAsync() => _server = await LocalRedis.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
