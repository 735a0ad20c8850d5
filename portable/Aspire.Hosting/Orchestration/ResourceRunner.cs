using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts a resource with the application, each kind in its way.</summary>
internal sealed class ResourceRunner(
    Replicas replicas,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceHealthMonitor health,
    StartupFailure startupFailure,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time)
{
    /// <summary>Returns when there is nothing left to do for the resource, or the application stops.</summary>
    public async Task RunAsync(IResource resource, CancellationToken stopping)
    {
        try
        {
            await (resource switch
            {
                _ when resource.TryGetLastAnnotation<UnavailableAnnotation>(out var unavailable) => ShowUnavailableAsync(resource, unavailable),
                _ when resource.TryGetLastAnnotation<ExplicitStartupAnnotation>(out _) => Task.CompletedTask,
                _ when ProcessLauncher.IsProcess(resource) => StartReplicasAsync(resource),
                ParameterResource parameter => ShowParameterAsync(parameter, stopping),
                _ when resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out _) => Task.CompletedTask, // its author tells its state
                _ => RunOtherAsync(resource, stopping),
            });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The application stops.
        }
        catch (Exception e)
        {
            // The boundary of a resource: whatever keeps it from running becomes its state.
            loggers.Add(resource.Name, $"Failed to start: {e.Message}", isError: true);
            await notifications.PublishUpdateAsync(resource, s => s.Failed(e.Message, time));
            startupFailure.Report(resource.Name, e.Message);
        }
    }

    private Task StartReplicasAsync(IResource resource)
    {
        if (EndpointAllocator.MissingSharedState(resource) is { } missing)
        {
            loggers.Add(ResourceInstancesAnnotation.IdsOf(resource).First(), $"One replica instead of {resource.GetReplicaCount()}: '{missing.Name}', which they would share, is not on this machine.", isError: true);
        }

        foreach (var replica in replicas.Of(resource))
        {
            replica.TryStart(StartReason.Application);
        }

        return Task.CompletedTask;
    }

    private async Task ShowUnavailableAsync(IResource resource, UnavailableAnnotation unavailable)
    {
        loggers.Add(resource.Name, unavailable.Reason, isError: true);
        await notifications.PublishUpdateAsync(resource, s => s with { State = new("Unavailable", KnownResourceStateStyles.Warn) });
    }

    private async Task ShowParameterAsync(ParameterResource parameter, CancellationToken stopping)
    {
        try
        {
            var value = await parameter.GetValueAsync(stopping);
            await notifications.PublishUpdateAsync(parameter, s => (s with { State = KnownResourceStates.Running, IsReady = true }).WithProperty("Value", value, parameter.Secret));
        }
        catch (MissingParameterValueException e)
        {
            loggers.Add(parameter.Name, e.Message, isError: true);
            await notifications.PublishUpdateAsync(parameter, s => s with { State = new(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn) });
        }
    }

    /// <summary>Connection strings, external services, and children, which are up when their parent is.</summary>
    private async Task RunOtherAsync(IResource resource, CancellationToken stopping)
    {
        if (resource is IResourceWithParent child)
        {
            await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Waiting });
            await notifications.WaitForResourceHealthyAsync(child.Parent.Name, WaitBehavior.StopOnResourceUnavailable, stopping);
        }

        await notifications.WaitForDependenciesAsync(resource, stopping);
        await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), stopping);
        await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Running, StartTimeStamp = time.GetUtcNow().UtcDateTime });
        await health.WatchAsync(resource, resource.Name, replica: 0, stopping);
    }
}
