using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration.InProcess;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Takes a replica through one run: waiting, starting, running, and its end.</summary>
internal sealed class ReplicaRun(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceHealthMonitor health,
    TelemetryEnvironment telemetry,
    InProcessMode inProcess,
    StartupFailure startupFailure,
    IDistributedApplicationEventing eventing,
    DistributedApplicationExecutionContext executionContext,
    IServiceProvider services,
    TimeProvider time)
{
    private readonly OncePerResource _announced = new();

    /// <summary>Never throws: whatever keeps the replica from running becomes its state.</summary>
    public async Task RunAsync(Replica replica, StartReason reason, Task goOn, CancellationToken cancellationToken)
    {
        var (resource, id) = (replica.Resource, replica.Instance.Id);
        try
        {
            Publish(replica, s => Fresh(s, resource));
            await Task.Yield(); // whoever starts a replica goes on
            await WaitAsync(replica, reason, goOn, cancellationToken);
            Publish(replica, s => s with { State = KnownResourceStates.Starting });
            await AnnounceStartAsync(resource, reason, cancellationToken);
            await RunProcessAsync(replica, reason, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Publish(replica, s => s with { State = KnownResourceStates.NotStarted });
        }
        catch (Exception e)
        {
            // The boundary of a resource.
            loggers.Add(id, $"Failed to start: {e.Message}", isError: true);
            Publish(replica, s => s.Failed(e.Message, time));
            ReportIf(reason == StartReason.Application, resource, e.Message);
        }
    }

    /// <summary>Stops the process of a replica. False when it had to be killed.</summary>
    public async Task<bool> StopAsync(IReplicaProcess process, TimeSpan grace)
    {
        await notifications.PublishUpdateAsync(process.Resource, process.Instance.Id, s => s with { State = KnownResourceStates.Stopping });
        var ended = await process.StopAsync(grace);
        if (!ended)
        {
            loggers.Add(process.Instance.Id, $"Killed: it did not end within {grace.TotalSeconds:F0} s.", isError: true);
        }

        return ended;
    }

    private async Task WaitAsync(Replica replica, StartReason reason, Task goOn, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        WaitBehavior? behavior = reason == StartReason.Command ? WaitBehavior.WaitOnResourceUnavailable : null;
        var waiting = notifications.WaitForDependenciesAsync(replica.Resource, [replica.Instance.Id], behavior, enough.Token);
        if (await Task.WhenAny(waiting, goOn) == waiting)
        {
            await waiting;
            return;
        }

        await enough.CancelAsync();
        await waiting.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>At the start of the application once for all replicas, later for each.</summary>
    private Task AnnounceStartAsync(IResource resource, StartReason reason, CancellationToken cancellationToken)
    {
        return reason == StartReason.Application ? _announced.RunAsync(resource, PublishAsync) : PublishAsync();

        Task PublishAsync() => eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken);
    }

    private async Task RunProcessAsync(Replica replica, StartReason reason, CancellationToken cancellationToken)
    {
        var (resource, instance) = (replica.Resource, replica.Instance);
        var configuration = await ExecutionConfiguration.BuildAsync(resource, instance, executionContext, loggers.GetLogger(instance.Id), cancellationToken);
        configuration = telemetry.Apply(configuration, resource, instance);
        var command = await ProcessLauncher.CommandAsync(resource, new(configuration, text => loggers.Add(instance.Id, text, isError: false), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        await using var process = inProcess.Hosts(resource)
            ? InProcessService.Start(resource, instance, configuration, loggers)
            : (IReplicaProcess)ResourceProcess.Start(resource, instance, command, loggers);
        Publish(replica, s => (s with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            Urls = ResourceUrls.WithActivity(s.Urls, isActive: true),
            EnvironmentVariables = [.. configuration.Environment.Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))],
        }).WithProperty("executable.path", command.FileName).WithProperty("executable.workDir", command.WorkingDirectory).WithProperty("executable.pid", process.ProcessId));
        if (!replica.TryAttach(process))
        {
            await StopAsync(process, grace: TimeSpan.Zero); // somebody stopped it in this instant
        }

        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(replica, reason, ended.Token);
        var exitCode = await process.Exited;
        await ended.CancelAsync();
        await watching;
        await EndAsync(replica, process, reason, exitCode);
    }

    /// <summary>What is to be done when it is ready may fail: then it does not come up.</summary>
    private async Task WatchAsync(Replica replica, StartReason reason, CancellationToken ended)
    {
        try
        {
            await health.WatchAsync(replica.Resource, replica.Instance.Id, replica.Instance.Index, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The process has ended.
        }
        catch (Exception e)
        {
            loggers.Add(replica.Instance.Id, $"Failed to get ready: {e.Message}", isError: true);
            Publish(replica, s => s with { State = new(KnownResourceStates.RuntimeUnhealthy, KnownResourceStateStyles.Error), FailureReason = e.Message });
            ReportIf(reason == StartReason.Application, replica.Resource, e.Message);
        }
    }

    private async Task EndAsync(Replica replica, IReplicaProcess process, StartReason reason, int exitCode)
    {
        var (resource, id) = (replica.Resource, replica.Instance.Id);
        var wasReady = notifications.TryGetCurrentState(id, out var current) && current.Snapshot.IsReady;
        var isGood = process.IsStopping || exitCode == 0;
        var cause = $"it ended with exit code {exitCode}.{process.LastOutput}";
        if (!isGood)
        {
            loggers.Add(id, $"Ended with exit code {exitCode}.", isError: true);
        }

        Publish(replica, s => s with
        {
            State = isGood ? KnownResourceStates.Finished : new ResourceStateSnapshot(KnownResourceStates.Exited, KnownResourceStateStyles.Error),
            ExitCode = exitCode,
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            Urls = ResourceUrls.WithActivity(s.Urls, isActive: false),
            FailureReason = cause,
        });
        ReportIf(!isGood && !wasReady && reason == StartReason.Application && !IsAwaitedToEnd(resource), resource, cause);
        if (notifications.TryGetCurrentState(id, out var last))
        {
            await eventing.PublishAsync(new ResourceStoppedEvent(resource, services, last), CancellationToken.None);
        }
    }

    /// <summary>Somebody waits for its end and judges the exit code.</summary>
    private bool IsAwaitedToEnd(IResource resource) => model.Resources
        .SelectMany(other => other.Annotations.OfType<WaitAnnotation>())
        .Any(wait => wait.WaitType == WaitType.WaitForCompletion && ReferenceEquals(wait.Resource, resource));

    private void ReportIf(bool keepsApplicationDown, IResource resource, string reason)
    {
        if (keepsApplicationDown)
        {
            startupFailure.Report(resource.Name, reason);
        }
    }

    /// <summary>Nothing of the run before.</summary>
    private static CustomResourceSnapshot Fresh(CustomResourceSnapshot snapshot, IResource resource) => snapshot with
    {
        State = resource.Annotations.OfType<WaitAnnotation>().Any() ? KnownResourceStates.Waiting : KnownResourceStates.Starting,
        ExitCode = null,
        StartTimeStamp = null,
        StopTimeStamp = null,
        HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => new HealthReportSnapshot(check.Key, (HealthStatus?)null, null, null))],
        IsReady = false,
        FailureReason = null,
    };

    private void Publish(Replica replica, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        _ = notifications.PublishUpdateAsync(replica.Resource, replica.Instance.Id, change); // completes at once
}
