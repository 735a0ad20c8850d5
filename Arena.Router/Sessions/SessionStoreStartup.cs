using Arena.Router.Telemetry;

namespace Arena.Router.Sessions;

/// <summary>Says at start where battles are kept, and begins to connect, so that the first battle does not wait for it.</summary>
internal sealed class SessionStoreStartup(IBattleStore store, IServiceProvider services, ILogger<SessionStoreStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<RedisCalls>() is { } redis)
        {
            redis.Connect();
            logger.SessionsInRedis();
        }
        else
        {
            logger.SessionsInMemory(store.Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
