using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the health checks of a resource once.</summary>
internal sealed class ResourceHealthProbe(IServiceProvider services, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Connections are not kept: a probe shall notice that nobody accepts any more.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero, ActivityHeadersPropagator = null })
    {
        Timeout = Timeout,
    };

    public void Dispose() => _http.Dispose();

    public async Task<IReadOnlyList<HealthReportSnapshot>> CheckAsync(IResource resource, int replica, CancellationToken cancellationToken)
    {
        var checks = resource.Annotations.OfType<HealthCheckAnnotation>().ToArray();
        var reports = await Task.WhenAll(checks.Select(check =>
            check is HttpHealthCheckAnnotation http ? CheckHttpAsync(http, replica, cancellationToken) : CheckRegisteredAsync(check.Key, cancellationToken)));
        return [.. reports.Select(report => report with { LastRunAt = time.GetUtcNow().UtcDateTime })];
    }

    private async Task<HealthReportSnapshot> CheckHttpAsync(HttpHealthCheckAnnotation check, int replica, CancellationToken cancellationToken)
    {
        var address = check.Address(replica);
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == check.StatusCode
                ? new(check.Key, HealthStatus.Healthy, null, null)
                : new(check.Key, HealthStatus.Unhealthy, $"{address} answers {(int)response.StatusCode} instead of {check.StatusCode}.", null);
        }
        catch (HttpRequestException e)
        {
            return new(check.Key, HealthStatus.Unhealthy, $"{address} does not answer: {e.Message}", e.ToString());
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new(check.Key, HealthStatus.Unhealthy, $"{address} does not answer within {Timeout.TotalSeconds:F0} s.", e.ToString());
        }
    }

    private async Task<HealthReportSnapshot> CheckRegisteredAsync(string key, CancellationToken cancellationToken)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(registration => registration.Name == key, cancellationToken);
        return report.Entries.TryGetValue(key, out var entry)
            ? new(key, entry.Status, entry.Description ?? entry.Exception?.Message, entry.Exception?.ToString())
            : new(key, HealthStatus.Unhealthy, $"No health check is registered as '{key}'.", null);
    }
}
