using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>What one reader has not been told yet: of each resource only the last state.</summary>
internal sealed class PendingResources
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _changes = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _arrived = NewSignal();

    public void Add(ResourceEvent change)
    {
        lock (_lock)
        {
            _changes[change.ResourceId] = change;
            _arrived.TrySetResult();
        }
    }

    /// <summary>Waits until there is something, and takes all of it.</summary>
    public async Task<IReadOnlyList<ResourceEvent>> TakeAsync(CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_lock)
        {
            arrived = _arrived.Task;
        }

        await arrived.WaitAsync(cancellationToken);
        lock (_lock)
        {
            IReadOnlyList<ResourceEvent> changes = [.. _changes.Values];
            _changes.Clear();
            _arrived = NewSignal();
            return changes;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
