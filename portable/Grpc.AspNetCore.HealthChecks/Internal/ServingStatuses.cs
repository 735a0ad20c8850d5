using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>From results of health checks to the status of a service. A degraded service serves.</summary>
internal static class ServingStatuses
{
    public static HealthCheckResponse.Types.ServingStatus Of(HealthReport report, ServiceMapping mapping) =>
        report.Entries
            .Where(entry => mapping.HealthCheckPredicate(new HealthCheckMapContext(entry.Key, entry.Value.Tags)))
            .Any(entry => entry.Value.Status == HealthStatus.Unhealthy)
            ? HealthCheckResponse.Types.ServingStatus.NotServing
            : HealthCheckResponse.Types.ServingStatus.Serving;
}
