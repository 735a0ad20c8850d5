using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestration;

/// <summary>Takes one resource through its states, from waiting to its end.</summary>
internal sealed class ResourceRunner(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceHealthMonitor health,
    TelemetryEnvironment telemetry,
    StartupFailure startupFailure,
    IDistributedApplicationEventing eventing,
    DistributedApplicationExecutionContext executionContext,
    IServiceProvider services,
    TimeProvider time)
{
    private readonly ConcurrentDictionary<IResource, ConcurrentBag<ResourceProcess>> _processes = new();

    /// <summary>Starts the resource when its time has come, and returns when it has ended or the application stops.</summary>
    public async Task RunAsync(IResource resource, CancellationToken stopping)
    {
        await GuardAsync(resource, id: null, resource switch
        {
            _ when resource.TryGetLastAnnotation<UnavailableAnnotation>(out var unavailable) => ShowUnavailableAsync(resource, unavailable),
            _ when resource.TryGetLastAnnotation<ExplicitStartupAnnotation>(out _) => Task.CompletedTask,
            _ when ProcessLauncher.IsProcess(resource) => RunProcessesAsync(resource, stopping),
            ParameterResource parameter => ShowParameterAsync(parameter, stopping),
            _ when resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out _) => Task.CompletedTask, // its author tells its state
            _ => RunOtherAsync(resource, stopping),
        }, stopping);
    }

    /// <summary>The boundary of a resource: whatever keeps it from running becomes its state.</summary>
    private async Task GuardAsync(IResource resource, string? id, Task running, CancellationToken stopping)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The application stops; processes are stopped in their order.
        }
        catch (Exception e)
        {
            foreach (var failed in id is null ? ResourceInstancesAnnotation.IdsOf(resource) : [id])
            {
                await FailAsync(resource, failed, e.Message, exitCode: null);
            }
        }
    }

    /// <summary>Stops all processes of a resource.</summary>
    public async Task StopAsync(IResource resource, TimeSpan grace)
    {
        if (!_processes.TryGetValue(resource, out var processes))
        {
            return;
        }

        await Task.WhenAll(processes.Where(process => !process.Exited.IsCompleted).Select(async process =>
        {
            await notifications.PublishUpdateAsync(resource, process.Instance.Id, s => s with { State = KnownResourceStates.Stopping });
            if (!await process.StopAsync(grace))
            {
                loggers.Add(process.Instance.Id, $"Killed: it did not end within {grace.TotalSeconds:F0} s.", isError: true);
            }
        }));
    }

    private async Task RunProcessesAsync(IResource resource, CancellationToken stopping)
    {
        await notifications.WaitForDependenciesAsync(resource, stopping);
        await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Starting });
        await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), stopping);
        if (EndpointAllocator.MissingSharedState(resource) is { } missing)
        {
            loggers.Add(ResourceInstancesAnnotation.IdsOf(resource).First(), $"One replica instead of {resource.GetReplicaCount()}: '{missing.Name}', which they would share, is not on this machine.", isError: true);
        }

        if (resource.TryGetLastAnnotation<ResourceInstancesAnnotation>(out var annotation))
        {
            await Task.WhenAll(annotation.Instances.Select(instance => GuardAsync(resource, instance.Id, RunProcessAsync(resource, instance, stopping), stopping)));
        }
    }

    private async Task RunProcessAsync(IResource resource, ResourceInstance instance, CancellationToken stopping)
    {
        var configuration = await ExecutionConfiguration.BuildAsync(resource, instance, executionContext, loggers.GetLogger(instance.Id), stopping);
        configuration = telemetry.Apply(configuration, resource, instance);
        var command = await ProcessLauncher.CommandAsync(resource, new(configuration, text => loggers.Add(instance.Id, text, isError: false), stopping));
        stopping.ThrowIfCancellationRequested();
        await using var process = ResourceProcess.Start(resource, instance, command, loggers);
        _processes.GetOrAdd(resource, _ => []).Add(process);
        await notifications.PublishUpdateAsync(resource, instance.Id, s => (s with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            EnvironmentVariables = [.. configuration.Environment.Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))],
        }).WithProperty("executable.path", command.FileName).WithProperty("executable.workDir", command.WorkingDirectory).WithProperty("executable.pid", process.ProcessId));

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watching = GuardAsync(resource, instance.Id, health.WatchAsync(resource, instance.Id, instance.Index, ended.Token), ended.Token);
        var exitCode = await process.Exited;
        await ended.CancelAsync();
        await watching;
        await EndAsync(process, exitCode);
    }

    private async Task EndAsync(ResourceProcess process, int exitCode)
    {
        var (resource, id) = (process.Resource, process.Instance.Id);
        var wasReady = notifications.TryGetCurrentState(id, out var current) && current.Snapshot.IsReady;
        if (process.IsStopping || exitCode == 0)
        {
            await notifications.PublishUpdateAsync(resource, id, s => s with
            {
                State = KnownResourceStates.Finished,
                ExitCode = exitCode,
                StopTimeStamp = time.GetUtcNow().UtcDateTime,
                FailureReason = $"it ended with exit code {exitCode}.{process.LastOutput}",
            });
        }
        else
        {
            await FailAsync(resource, id, $"it ended with exit code {exitCode}.{process.LastOutput}", exitCode, tolerated: wasReady || IsAwaitedToEnd(resource));
        }

        if (notifications.TryGetCurrentState(id, out var last))
        {
            await eventing.PublishAsync(new ResourceStoppedEvent(resource, services, last), CancellationToken.None);
        }
    }

    /// <summary>Somebody waits for its end and judges the exit code.</summary>
    private bool IsAwaitedToEnd(IResource resource) => ((DistributedApplicationModel)services.GetService(typeof(DistributedApplicationModel))!).Resources
        .SelectMany(other => other.Annotations.OfType<WaitAnnotation>())
        .Any(wait => wait.WaitType == WaitType.WaitForCompletion && ReferenceEquals(wait.Resource, resource));

    private async Task FailAsync(IResource resource, string id, string reason, int? exitCode, bool tolerated = false)
    {
        loggers.Add(id, exitCode is null ? $"Failed to start: {reason}" : $"Ended with exit code {exitCode}.", isError: true);
        await notifications.PublishUpdateAsync(resource, id, s => s with
        {
            State = new(exitCode is null ? KnownResourceStates.FailedToStart : KnownResourceStates.Exited, KnownResourceStateStyles.Error),
            ExitCode = exitCode,
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            FailureReason = reason,
        });
        if (!tolerated)
        {
            startupFailure.Report(resource.Name, reason);
        }
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
