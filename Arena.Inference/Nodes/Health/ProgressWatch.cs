namespace Arena.Inference.Nodes.Health;

/// <summary>
/// Whether an engine moves, by its own count of steps: it is frozen when requests run and the count has stood still for a while. What has
/// frozen stays so until the count moves again or it has answered, not because its requests were given up. Not safe for concurrent use.
/// </summary>
/// <param name="frozenAfter">How long the count may stand still while requests run.</param>
internal sealed class ProgressWatch(TimeSpan frozenAfter)
{
    private double _steps = double.NaN;
    private int _requests;
    private DateTimeOffset _moved;

    public bool Frozen { get; private set; }

    /// <summary>Nothing runs, as far as is known.</summary>
    public bool Idle => _requests == 0;

    public string Reason { get; private set; } = "";

    /// <summary>What the engine counts. A reading that failed is no reading: it is not to be given here.</summary>
    public void Observe(int requests, double steps, DateTimeOffset now)
    {
        var first = double.IsNaN(_steps);
        var moved = !first && steps.CompareTo(_steps) != 0; // a restart counts anew from nothing
        (_steps, _requests) = (steps, requests);
        if (moved)
        {
            Moved(now);
        }
        else if (first || (requests == 0 && !Frozen))
        {
            _moved = now;
        }
        else if (requests > 0 && now - _moved >= frozenAfter)
        {
            Frozen = true;
            Reason = $"hung: {requests} request(s) run, but nothing has moved for {(now - _moved).TotalSeconds:0} s";
        }
    }

    /// <summary>It has answered.</summary>
    public void Moved(DateTimeOffset now)
    {
        Frozen = false;
        Reason = "";
        _moved = now;
    }
}
