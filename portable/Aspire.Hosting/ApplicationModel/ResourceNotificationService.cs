using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the snapshot of every resource, tells who watches, and lets others wait for a state.</summary>
public class ResourceNotificationService
{
    private readonly DistributedApplicationModel _model;
    private readonly ResourceNotificationServiceOptions _options;
    private readonly TimeProvider _time;
    private readonly IServiceProvider _services;
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly Lock _lock = new();

    internal ResourceNotificationService(
        DistributedApplicationModel model, IOptions<ResourceNotificationServiceOptions> options, TimeProvider time, IServiceProvider services) =>
        (_model, _options, _time, _services) = (model, options.Value, time, services);

    /// <summary>Changes the snapshot of a resource, of each of its replicas.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        foreach (var id in ResourceInstancesAnnotation.IdsOf(resource))
        {
            Publish(resource, id, stateFactory);
        }

        return Task.CompletedTask;
    }

    /// <summary>Changes the snapshot of one replica.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        Publish(resource, resourceId, stateFactory);
        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    /// <summary>All snapshots as they are now, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (_lock)
        {
            foreach (var resourceEvent in _current.Values)
            {
                channel.Writer.TryWrite(resourceEvent);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var resourceEvent in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return resourceEvent;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Waits until a replica of the resource is in the state; without a state, until it runs.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a replica of the resource is in one of the states, and returns which.</summary>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until a replica of the resource satisfies the predicate.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var resourceEvent in WatchAsync(cancellationToken))
        {
            if (string.Equals(resourceEvent.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(resourceEvent))
            {
                return resourceEvent;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <inheritdoc cref="WaitForResourceHealthyAsync(string, WaitBehavior, CancellationToken)"/>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, _options.DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until every replica of the resource is running, healthy and ready.</summary>
    /// <exception cref="DistributedApplicationException">It ended, and <paramref name="waitBehavior"/> is to stop then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var resource = _model.Resources.FirstOrDefault(candidate => string.Equals(candidate.Name, resourceName, StringComparison.OrdinalIgnoreCase))
            ?? throw new DistributedApplicationException($"There is no resource named '{resourceName}'.");
        ResourceEvent? last = null;
        foreach (var id in ResourceInstancesAnnotation.IdsOf(resource))
        {
            last = await WaitForResourceAsync(resourceName, e => e.ResourceId == id && (IsUp(e.Snapshot) || (e.Snapshot.IsTerminal && waitBehavior == WaitBehavior.StopOnResourceUnavailable)), cancellationToken);
            if (!IsUp(last.Snapshot))
            {
                throw Failed(last);
            }
        }

        return last!;
    }

    /// <summary>Waits for all that a resource waits for.</summary>
    /// <exception cref="DistributedApplicationException">Something that it waits for failed.</exception>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().Where(wait => !wait.Resource.TryGetLastAnnotation<UnavailableAnnotation>(out _)).ToArray();
        if (waits.Length == 0)
        {
            return;
        }

        var pending = new ConcurrentDictionary<string, byte>(waits.Select(wait => KeyValuePair.Create(wait.Resource.Name, (byte)0)), StringComparer.OrdinalIgnoreCase);
        await PublishUpdateAsync(resource, s => (s with { State = KnownResourceStates.Waiting }).WithProperty("resource.waitingFor", pending.Keys.Order(StringComparer.Ordinal).ToArray()));
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(waits.Select(async wait =>
        {
            try
            {
                await WaitForAsync(wait, failed.Token);
            }
            catch (DistributedApplicationException)
            {
                await failed.CancelAsync(); // one reason is enough
                throw;
            }

            pending.TryRemove(wait.Resource.Name, out _);
            await PublishUpdateAsync(resource, s => s.WithProperty("resource.waitingFor", pending.Keys.Order(StringComparer.Ordinal).ToArray()));
        }));
    }

    private static bool IsUp(CustomResourceSnapshot snapshot) => snapshot is { HealthStatus: HealthStatus.Healthy, IsReady: true };

    private static DistributedApplicationException Failed(ResourceEvent e) =>
        new($"'{e.Resource.Name}' is {e.Snapshot.State?.Text}{(e.Snapshot.FailureReason is { } reason ? $": {reason}" : ".")}");

    private async Task WaitForAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var behavior = wait.WaitBehavior ?? _options.DefaultWaitBehavior;
        foreach (var id in ResourceInstancesAnnotation.IdsOf(wait.Resource))
        {
            var reached = await WaitForResourceAsync(
                wait.Resource.Name,
                e => e.ResourceId == id && (IsReached(wait, e.Snapshot) || (e.Snapshot.IsTerminal && (wait.WaitType == WaitType.WaitForCompletion || behavior == WaitBehavior.StopOnResourceUnavailable))),
                cancellationToken);
            if (!IsReached(wait, reached.Snapshot))
            {
                throw Failed(reached);
            }
        }
    }

    private static bool IsReached(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
        WaitType.WaitForCompletion => snapshot.IsTerminal && snapshot.ExitCode == wait.ExitCode,
        _ => IsUp(snapshot),
    };

    private void Publish(IResource resource, string id, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        lock (_lock)
        {
            var before = _current.TryGetValue(id, out var known) ? known.Snapshot : Initial(resource);
            var after = change(before);
            var next = new ResourceEvent(resource, id, after with { Commands = CommandsOf(resource, after) });
            _current[id] = next;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(next);
            }
        }
    }

    /// <summary>The commands of the resource, each with what it says to this snapshot.</summary>
    private ImmutableArray<ResourceCommandSnapshot> CommandsOf(IResource resource, CustomResourceSnapshot snapshot)
    {
        var context = new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services };
        return
        [
            .. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => new ResourceCommandSnapshot(
                command.Name,
                command.UpdateState(context),
                command.DisplayName,
                command.DisplayDescription,
                Parameter: null,
                command.ConfirmationMessage,
                command.IconName,
                command.IconVariant,
                command.IsHighlighted)
            {
                Arguments = command.Arguments,
                Visibility = command.Visibility,
            }),
        ];
    }

    private CustomResourceSnapshot Initial(IResource resource)
    {
        var icon = resource.TryGetLastAnnotation<ResourceIconAnnotation>(out var named) ? named : null;
        var snapshot = resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out var annotation)
            ? annotation.InitialSnapshot
            : new CustomResourceSnapshot { ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal), Properties = [] };
        return snapshot with
        {
            CreationTimeStamp = snapshot.CreationTimeStamp ?? _time.GetUtcNow().UtcDateTime,
            IconName = snapshot.IconName ?? icon?.IconName,
            IconVariant = snapshot.IconVariant ?? icon?.IconVariant,
            Relationships =
            [
                .. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relation => new RelationshipSnapshot(relation.Resource.Name, relation.Type)).Distinct(),
            ],
        };
    }
}

/// <summary>How waiting works.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>Whether those who wait fail when the resource ends; here always, unless set otherwise.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; } = WaitBehavior.StopOnResourceUnavailable;
}
