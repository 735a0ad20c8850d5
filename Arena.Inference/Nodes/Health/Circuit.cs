using Arena.Inference.Configuration;

namespace Arena.Inference.Nodes.Health;

/// <summary>
/// The circuit breaker of one deployment: closed; open after failures in a row, or as long as the upstream asked for; half open when that
/// time is over: one request at a time tries, and its end decides. Not safe for concurrent use.
/// </summary>
internal sealed class Circuit(CircuitOptions options, Random random)
{
    private DateTimeOffset _until; // the default is: never was open
    private bool _trying;

    public int Failures { get; private set; }

    /// <summary>Why it is not closed.</summary>
    public string Reason { get; private set; } = "";

    public CircuitState StateAt(DateTimeOffset now) =>
        now < _until ? CircuitState.Open
        : Failures < options.Failures ? CircuitState.Closed
        : _trying ? CircuitState.Trying
        : CircuitState.HalfOpen;

    /// <summary>When a request may try it; null when one may now.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset now) => now < _until ? _until : null;

    /// <summary>A request goes to the deployment; it will say how it ended, or that it left.</summary>
    public void Enter(DateTimeOffset now) => _trying |= StateAt(now) is CircuitState.HalfOpen;

    /// <summary>The request was given up by its caller: that says nothing.</summary>
    public void Leave() => _trying = false;

    public void Succeeded()
    {
        (_trying, _until, Failures, Reason) = (false, default, 0, "");
    }

    public void Failed(string reason, DateTimeOffset now)
    {
        _trying = false;
        Failures++;
        Reason = reason;
        if (Failures >= options.Failures)
        {
            Extend(now + OpenTime());
        }
    }

    /// <summary>The upstream asked to be left alone. That is no failure, and what was asked for before is never cut short.</summary>
    public void Cool(string reason, TimeSpan time, DateTimeOffset now)
    {
        _trying = false;
        Reason = reason;
        Extend(now + time);
    }

    private void Extend(DateTimeOffset until) => _until = until > _until ? until : _until;

    private TimeSpan OpenTime()
    {
        var doubled = options.OpenTime * Math.Pow(2, Math.Min(Failures - options.Failures, 30));
        var bounded = doubled < options.MaxOpenTime ? doubled : options.MaxOpenTime;
        return bounded * (1 + (options.Jitter * ((2 * random.NextDouble()) - 1)));
    }
}

internal enum CircuitState
{
    Closed,
    Open,

    /// <summary>One request may try.</summary>
    HalfOpen,

    /// <summary>One request tries; others go elsewhere.</summary>
    Trying,
}
