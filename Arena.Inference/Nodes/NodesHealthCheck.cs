using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.Inference.Nodes;

/// <summary>Not ready before it is known what the nodes have; degraded, but serving, while none is up.</summary>
internal sealed class NodesHealthCheck(NodeRegistry nodes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !nodes.FirstProbes.IsCompleted ? HealthCheckResult.Unhealthy("The nodes are being probed for the first time.")
            : nodes.All.Any(state => state.Current.Status is NodeStatus.Up) ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("No node is up."));
}
