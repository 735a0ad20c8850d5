namespace Arena.ModelSimulator.Faults;

/// <summary>The faults that are switched on now. Requests take theirs in the order in which the faults were given.</summary>
internal sealed class FaultBoard
{
    private readonly Lock _lock = new();
    private List<Fault> _faults = [];
    private TaskCompletionSource _changed = NewSignal();

    public IReadOnlyList<Fault> Current
    {
        get { lock (_lock) { return [.. _faults]; } }
    }

    public void Replace(IEnumerable<Fault> faults)
    {
        lock (_lock)
        {
            _faults = [.. faults];
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    /// <summary>The fault that hits this request, counted down; null for a request that goes well.</summary>
    public Fault? Take(string model)
    {
        lock (_lock)
        {
            var at = _faults.FindIndex(fault => fault.Kind != FaultKind.HangButHealthy && fault.Hits(model));
            if (at < 0)
            {
                return null;
            }

            var fault = _faults[at];
            if (fault.Count == 1)
            {
                _faults.RemoveAt(at);
            }
            else if (fault.Count is { } left)
            {
                _faults[at] = fault with { Count = left - 1 };
            }

            return fault;
        }
    }

    /// <summary>Returns at once, or for a model whose engine hangs once that fault is cleared.</summary>
    public async ValueTask AdvancingAsync(string model, CancellationToken cancellationToken)
    {
        while (Hangs(model, out var changed))
        {
            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool Hangs(string model, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            return _faults.Exists(fault => fault.Kind == FaultKind.HangButHealthy && fault.Hits(model));
        }
    }
}
