using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.Ratings.Ledger;

/// <summary>Whether the schema is up to date: before that the service is not ready and refuses calls.</summary>
internal sealed class LedgerReadiness : IHealthCheck
{
    private volatile bool _ready;
    private volatile string _reason = "The ledger's schema is not checked yet.";

    public bool IsReady => _ready;

    public void Ready() => _ready = true;

    public void Waiting(string reason) => _reason = reason;

    public void ThrowIfNotReady()
    {
        if (!_ready)
        {
            throw new LedgerNotReadyException();
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_reason));
}
