namespace Arena.Inference.Nodes;

/// <summary>What a node is now; changed by probes and by what requests run into. Thread-safe.</summary>
internal sealed class NodeState(Node node, int missesBeforeDown, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _probed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _probeWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeRouting _routing;
    private volatile NodeSnapshot _current = new(node, NodeStatus.Unknown, "not probed yet", [], ModelsAsOf: null, ProbedAt: null, Misses: 0);

    public Node Node => node;

    public NodeSnapshot Current => _current;

    /// <summary>What an operator said of requests to it.</summary>
    public NodeRouting Routing
    {
        get => _routing;
        set => _routing = value;
    }

    /// <summary>The requests that it answers.</summary>
    public NodeTraffic Traffic { get; } = new();

    /// <summary>Done when the node was probed once.</summary>
    public Task Probed => _probed.Task;

    public void Report(ProbeResult result)
    {
        lock (_lock)
        {
            _current = Next(_current, result, time.GetUtcNow());
        }

        _probed.TrySetResult();
    }

    /// <summary>A request could not connect. The node is in doubt at once and is probed again without delay.</summary>
    public void Suspect(string reason)
    {
        lock (_lock)
        {
            if (_current.Status is not NodeStatus.Up)
            {
                return; // already in doubt: one probe is under way or due
            }

            _current = _current with { Status = NodeStatus.Suspect, Reason = reason };
            _probeWanted.TrySetResult();
        }
    }

    /// <summary>The node has changed, as far as is known: it is probed again without delay.</summary>
    public void ProbeSoon()
    {
        lock (_lock) { _probeWanted.TrySetResult(); }
    }

    /// <summary>Returns after the given time, or earlier when a request has cast doubt on the node.</summary>
    public async Task WaitForNextProbeAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task wanted;
        lock (_lock)
        {
            wanted = _probeWanted.Task;
        }

        await wanted.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_probeWanted.Task.IsCompleted)
            {
                _probeWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private NodeSnapshot Next(NodeSnapshot current, ProbeResult result, DateTimeOffset now) => result switch
    {
        ProbeResult.Healthy healthy =>
            new(node, NodeStatus.Up, "", healthy.Models, ModelsAsOf: now, ProbedAt: now, Misses: 0),
        ProbeResult.WithoutModels listless =>
            current with { Status = NodeStatus.Up, Reason = listless.Reason, ProbedAt = now, Misses = 0 },
        ProbeResult.Failed failed =>
            current with { Status = NodeStatus.Down, Reason = failed.Reason, ProbedAt = now, Misses = 0 },
        ProbeResult.Missed missed =>
            current with
            {
                // Down stays down: only an answer brings a node back.
                Status = current.Status is NodeStatus.Down || current.Misses + 1 >= missesBeforeDown ? NodeStatus.Down : NodeStatus.Suspect,
                Reason = missed.Reason,
                ProbedAt = now,
                Misses = current.Misses + 1,
            },
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "An unknown result of a probe."),
    };
}
