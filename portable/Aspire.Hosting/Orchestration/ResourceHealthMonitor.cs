using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Watches a running resource: every 30 s while it is healthy, faster while it is not.</summary>
internal sealed class ResourceHealthMonitor(
    ResourceHealthProbe probe,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time)
{
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);
    private const int SlowestAfter = 5;

    private readonly OncePerResource _ready = new();

    /// <summary>Publishes reports until it is cancelled; announces the resource as ready when it is healthy for the first time.</summary>
    public async Task WatchAsync(IResource resource, string resourceId, int replica, CancellationToken cancellationToken)
    {
        var isReady = false;
        var wasHealthy = false;
        var failures = 0;
        while (true)
        {
            var reports = await probe.CheckAsync(resource, replica, cancellationToken);
            await notifications.PublishUpdateAsync(resource, resourceId, s => s with { HealthReports = [.. reports] });
            var isHealthy = reports.All(report => report.Status == HealthStatus.Healthy);
            if (isHealthy && !isReady)
            {
                await _ready.RunAsync(resource, () => eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken));
                await notifications.PublishUpdateAsync(resource, resourceId, s => s with { IsReady = true });
                isReady = true;
            }
            else if (isReady && isHealthy != wasHealthy)
            {
                var why = string.Join(' ', reports.Where(report => report.Status != HealthStatus.Healthy).Select(report => report.Description));
                loggers.Add(resourceId, isHealthy ? "Healthy again." : $"Unhealthy: {why}", isError: !isHealthy);
            }

            if (reports.Count == 0)
            {
                return; // nothing to watch
            }

            (wasHealthy, failures) = (isHealthy, isHealthy ? 0 : failures + 1);
            await Task.Delay(isHealthy ? WhileHealthy : AfterFailure * Math.Min(failures, SlowestAfter), time, cancellationToken);
        }
    }
}
