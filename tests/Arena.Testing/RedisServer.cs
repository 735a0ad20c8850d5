using Arena.LocalServers.Redis;
using Xunit;

namespace Arena.Testing;

/// <summary>One real Redis for all tests of an assembly; each uses keys of its own.</summary>
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
