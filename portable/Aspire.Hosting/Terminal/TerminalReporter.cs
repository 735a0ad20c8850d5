using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Terminal;

/// <summary>Shows on the terminal what happens: the logs of all resources with their names, their states, and at last the address.</summary>
internal sealed class TerminalReporter(DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService loggers)
    : BackgroundService
{
    private readonly TerminalWriter _writer = new(Console.Out, TerminalWriter.SupportsColour);
    private readonly Dictionary<string, string> _lastState = new(StringComparer.OrdinalIgnoreCase);
    private bool _isAnnounced;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        loggers.LineAdded += Write;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        loggers.LineAdded -= Write;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                if (change.Resource is ParameterResource)
                {
                    continue;
                }

                var state = Describe(change.Snapshot);
                if (state is not null && (!_lastState.TryGetValue(change.ResourceId, out var last) || last != state))
                {
                    _lastState[change.ResourceId] = state;
                    _writer.WriteState(change.ResourceId, LabelOf(change.Resource, change.ResourceId), state);
                }

                AnnounceWhenUp();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application has stopped.
        }
    }

    private static string? Describe(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        "NotStarted" or null => null,
        "Waiting" when snapshot.Properties.FirstOrDefault(property => property.Name == "resource.waitingFor")?.Value is string[] { Length: > 0 } names =>
            $"waits for {string.Join(", ", names)}",
        "Waiting" => null,
        "Running" when snapshot is { HealthStatus: HealthStatus.Healthy, IsReady: true } => $"is up{Place(snapshot)}",
        "Running" when snapshot.IsReady => "is unhealthy",
        "Running" => "runs",
        "Exited" or "Finished" => $"ended ({snapshot.ExitCode})",
        var other => other.ToLowerInvariant(),
    };

    private static string Place(CustomResourceSnapshot snapshot) => snapshot.Urls.Where(url => url.Name is not null).OrderByDescending(url => url.Name == "http").FirstOrDefault() is { } url
        ? $" at {url.Url}{(url.DisplayProperties.DisplayName is { Length: > 0 } text ? $" ({text})" : "")}"
        : "";

    private static string LabelOf(IResource resource, string resourceId) =>
        resource.TryGetLastAnnotation<ResourceInstancesAnnotation>(out var annotation) && annotation.Instances.Length > 1
            ? $"{resource.Name}/{annotation.Instances.First(instance => instance.Id == resourceId).Index}"
            : resource.Name;

    private void Write(string resourceId, string text, bool isError)
    {
        var resource = model.Resources.FirstOrDefault(candidate => ResourceInstancesAnnotation.IdsOf(candidate).Contains(resourceId, StringComparer.OrdinalIgnoreCase));
        _writer.WriteLine(resourceId, resource is null ? resourceId : LabelOf(resource, resourceId), text, isError);
    }

    private void AnnounceWhenUp()
    {
        var expected = model.Resources.Where(resource => !resource.TryGetLastAnnotation<ExplicitStartupAnnotation>(out _)
            && !resource.TryGetLastAnnotation<UnavailableAnnotation>(out _)
            && resource is IResourceWithEndpoints);
        if (_isAnnounced || !expected.SelectMany(ResourceInstancesAnnotation.IdsOf).All(id =>
            notifications.TryGetCurrentState(id, out var current) && current.Snapshot is { HealthStatus: HealthStatus.Healthy, IsReady: true }))
        {
            return;
        }

        _isAnnounced = true;
        var addresses = model.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>())
            .Where(endpoint => endpoint.IsExternal)
            .SelectMany(endpoint => endpoint.Replicas)
            .Select(endpoint => endpoint.UriString)
            .ToList();
        _writer.WriteBanner(addresses.Count == 0 ? "All resources are up." : $"Ready: {string.Join("  ", addresses)}");
        _writer.WriteBanner("Ctrl+C stops everything.");
    }
}
