using System.Collections.Concurrent;

namespace Arena.GrpcTests;

/// <summary>What handlers saw, and what they wait for.</summary>
public sealed class ProbeLog
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _cancelled = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Released => _released.Task;

    /// <summary>A handler began to wait.</summary>
    public Task Entered => _entered.Task;

    public Task CancelledAsync(string name) => Note(name).Task;

    public void NoteCancelled(string name) => Note(name).TrySetResult();

    public void NoteEntered() => _entered.TrySetResult();

    public void Release() => _released.TrySetResult();

    private TaskCompletionSource Note(string name) =>
        _cancelled.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
