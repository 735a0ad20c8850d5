using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.Router.Sessions;

/// <summary>Degraded, not unhealthy, while the store is away: the service still routes, and answers at once that it cannot keep battles.</summary>
internal sealed class SessionStoreHealth(IBattleStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.CountActiveAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Battles are kept in {store.Name}.");
        }
        catch (SessionsUnavailableException exception)
        {
            return HealthCheckResult.Degraded(exception.Message, exception);
        }
    }
}
