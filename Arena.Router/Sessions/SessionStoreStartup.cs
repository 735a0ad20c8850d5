using Arena.Router.Telemetry;

namespace Arena.Router.Sessions;

/// <summary>Says at start where battles are kept, and so makes the store, which begins to connect before the first battle.</summary>
internal sealed class SessionStoreStartup(IBattleStore store, ILogger<SessionStoreStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (store is MemoryBattleStore)
        {
            logger.SessionsInMemory(store.Name);
        }
        else
        {
            logger.SessionsKept(store.Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
