using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Start, stop and restart of each replica. A command returns when its target is reached: up and healthy, or gone. If that does not
/// come to pass in time, it says what is in the way.
/// </summary>
internal sealed class LifecycleCommands(Replicas replicas, ResourceNotificationService notifications, IConfiguration configuration, TimeProvider time)
{
    public const string TimeoutKey = "AppHost:CommandTimeout";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    public void AddTo(IResource resource)
    {
        Add(resource, KnownResourceCommands.StartCommand, "Start", "Play", IconVariant.Filled, isHighlighted: true, StateOfStart, StartAsync);
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stop", IconVariant.Filled, isHighlighted: true, StateOfStop, StopAsync);
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", IconVariant.Regular, isHighlighted: false, StateOfRestart, RestartAsync);
    }

    private static void Add(
        IResource resource,
        string name,
        string displayName,
        string icon,
        IconVariant variant,
        bool isHighlighted,
        Func<string?, ResourceCommandState> state,
        Func<ExecuteCommandContext, Task<ExecuteCommandResult>> execute) =>
        resource.Annotations.Add(new ResourceCommandAnnotation(
            name, displayName, context => state(context.ResourceSnapshot.State?.Text), execute, displayDescription: null, arguments: null, confirmationMessage: null, icon, variant, isHighlighted));

    // A state that is none of the engine's, such as one of waiting for a restart, can be left both ways.
    private static ResourceCommandState StateOfStart(string? state) => state is null or "Starting" or "Stopping" or "RuntimeUnhealthy" ? ResourceCommandState.Disabled
        : state == KnownResourceStates.Running ? ResourceCommandState.Hidden
        : ResourceCommandState.Enabled;

    private static ResourceCommandState StateOfStop(string? state) => state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
        : IsStopped(state) ? ResourceCommandState.Hidden
        : ResourceCommandState.Enabled;

    private static ResourceCommandState StateOfRestart(string? state) => state is "Running" or "RuntimeUnhealthy" ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static bool IsStopped(string? state) => state is null || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);

    private async Task<ExecuteCommandResult> StartAsync(ExecuteCommandContext context)
    {
        var replica = replicas[context.ResourceName];
        if (Current(replica).State?.Text == KnownResourceStates.Running)
        {
            return CommandResults.Success($"'{replica.Resource.Name}' runs already.");
        }

        if (Current(replica).State?.Text == KnownResourceStates.Waiting)
        {
            replica.GoOn();
        }
        else if (Current(replica).State?.Text == KnownResourceStates.Stopping)
        {
            await replica.Ended.WaitAsync(context.CancellationToken);
        }

        return await BringUpAsync(replica, context.CancellationToken);
    }

    private async Task<ExecuteCommandResult> StopAsync(ExecuteCommandContext context)
    {
        var replica = replicas[context.ResourceName];
        var name = replica.Resource.Name;
        if (!replica.IsUnderWay && IsStopped(Current(replica).State?.Text))
        {
            return CommandResults.Success($"'{name}' is not running.");
        }

        return await TakeDownAsync(replica, context.CancellationToken)
            ? CommandResults.Success($"'{name}' has stopped.")
            : CommandResults.Success($"'{name}' did not end within {Grace.TotalSeconds:F0} s and was killed.");
    }

    private async Task<ExecuteCommandResult> RestartAsync(ExecuteCommandContext context)
    {
        var replica = replicas[context.ResourceName];
        await TakeDownAsync(replica, context.CancellationToken);
        return await BringUpAsync(replica, context.CancellationToken);
    }

    /// <summary>
    /// Says first that the end is wanted, so that nobody brings it back: the process may end by itself in the same instant, or have ended
    /// and wait for a restart.
    /// </summary>
    private async Task<bool> TakeDownAsync(Replica replica, CancellationToken cancellationToken)
    {
        await PublishAsync(s => s with { State = KnownResourceStates.Stopping });
        var ended = await replica.StopAsync(Grace).WaitAsync(cancellationToken);
        await PublishAsync(s => s.State?.Text == KnownResourceStates.Stopping ? s with { State = KnownResourceStates.Exited } : s);
        return ended;

        Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
            notifications.PublishUpdateAsync(replica.Resource, replica.Instance.Id, change);
    }

    private async Task<ExecuteCommandResult> BringUpAsync(Replica replica, CancellationToken cancellationToken)
    {
        var (start, name) = (time.GetTimestamp(), replica.Resource.Name);
        if (!replica.TryStart(StartReason.Command) && !replica.IsUnderWay)
        {
            return CommandResults.Failure($"'{name}' does not start: the application stops.");
        }

        var timeout = configuration.GetValue(TimeoutKey, DefaultTimeout);
        using var late = new CancellationTokenSource(timeout, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var reached = await notifications.WaitForResourceAsync(
                name, e => e.ResourceId == replica.Instance.Id && (IsUp(e.Snapshot) || IsStopped(e.Snapshot.State?.Text)), waiting.Token);
            return IsUp(reached.Snapshot)
                ? CommandResults.Success($"'{name}' is up after {time.GetElapsedTime(start).TotalSeconds:F1} s.")
                : CommandResults.Failure($"'{name}' is {reached.Snapshot.State?.Text}: {reached.Snapshot.FailureReason ?? "it was stopped."}");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return CommandResults.Failure($"'{name}' is not up after {timeout.TotalSeconds:F0} s: {InTheWay(Current(replica))}");
        }
    }

    private static bool IsUp(CustomResourceSnapshot snapshot) => snapshot is { HealthStatus: HealthStatus.Healthy, IsReady: true };

    private static string InTheWay(CustomResourceSnapshot snapshot) => snapshot switch
    {
        { State.Text: "Waiting" } => $"it waits for {string.Join(", ", snapshot.WaitingFor)}.",
        { State.Text: "Running" } => $"it is unhealthy: {string.Join(' ', snapshot.HealthReports.Where(report => report.Status != HealthStatus.Healthy).Select(report => report.Description ?? report.Name))}",
        _ => $"it is {snapshot.State?.Text}.",
    };

    private CustomResourceSnapshot Current(Replica replica) => notifications.TryGetCurrentState(replica.Instance.Id, out var current)
        ? current.Snapshot
        : throw new InvalidOperationException($"'{replica.Instance.Id}' has no state yet.");
}
