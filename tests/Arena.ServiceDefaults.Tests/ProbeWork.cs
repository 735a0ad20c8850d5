using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.ServiceDefaults.Tests;

/// <summary>A check that does traced work, as one that asks a database does.</summary>
internal sealed class ProbeWork : IHealthCheck
{
    public static readonly ActivitySource Source = new("Test.ProbeWork");

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var span = Source.StartActivity("probe-work");
        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
