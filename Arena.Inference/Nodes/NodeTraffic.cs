namespace Arena.Inference.Nodes;

/// <summary>The requests that a node answers, and how long its last ones took. Thread-safe.</summary>
internal sealed class NodeTraffic
{
    private const int Kept = 256;

    private readonly Lock _lock = new();
    private readonly double[] _seconds = new double[Kept];
    private TaskCompletionSource _idle = NewSignal();
    private int _inFlight;
    private long _answered;

    public int InFlight
    {
        get { lock (_lock) { return _inFlight; } }
    }

    public void Begin()
    {
        lock (_lock) { _inFlight++; }
    }

    /// <summary>A request has ended.</summary>
    /// <param name="seconds">From the upstream request to the end of the answer; null when it gave none.</param>
    public void End(double? seconds)
    {
        lock (_lock)
        {
            if (seconds is { } taken)
            {
                _seconds[_answered++ % Kept] = taken;
            }

            if (--_inFlight == 0)
            {
                _idle.TrySetResult();
                _idle = NewSignal();
            }
        }
    }

    /// <summary>Done when no request is under way.</summary>
    public Task IdleAsync()
    {
        lock (_lock) { return _inFlight == 0 ? Task.CompletedTask : _idle.Task; }
    }

    /// <summary>Seconds within which that share of the last 256 answers were complete; null before the first one.</summary>
    /// <param name="share">0 … 1.</param>
    public double? Percentile(double share)
    {
        double[] last;
        lock (_lock) { last = _seconds[..(int)Math.Min(_answered, Kept)]; }

        Array.Sort(last);
        return last.Length == 0 ? null : last[Math.Clamp((int)Math.Ceiling(share * last.Length) - 1, 0, last.Length - 1)];
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
