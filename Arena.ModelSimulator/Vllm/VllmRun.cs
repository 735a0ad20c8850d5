using Arena.ModelSimulator.Answers;

namespace Arena.ModelSimulator.Vllm;

/// <summary>One request that an engine runs. Disposing it gives its place back.</summary>
internal sealed class VllmRun : IAnswerRun, IDisposable
{
    private readonly VllmEngine _engine;
    private readonly SimulatedDelay _delay;
    private readonly CancellationTokenSource _aborted = new();
    private readonly long _queued;
    private readonly long _started;
    private long _last;
    private int _produced;
    private TimeSpan _firstToken;

    public VllmRun(VllmEngine engine, SimulatedDelay delay, long queued)
    {
        (_engine, _delay, _queued, _started) = (engine, delay, queued, delay.Timestamp);
        _last = _started;
    }

    public CancellationToken Aborted => _aborted.Token;

    public (double First, double Next) Pace => (_engine.Model.Options.TimeToFirstTokenSeconds, 1 / _engine.Model.Options.TokensPerSecond);

    public ValueTask AdvancingAsync(CancellationToken cancellationToken) => _engine.AdvancingAsync(cancellationToken);

    public void Produced(string token)
    {
        var now = _delay.Timestamp;
        if (_produced++ == 0)
        {
            _firstToken = _delay.Since(_started);
            _engine.Metrics.FirstToken(_delay.Since(_queued));
        }
        else
        {
            _engine.Metrics.NextToken(_delay.Since(_last));
        }

        _last = now;
    }

    /// <summary>Counts a request that ended with a finish reason.</summary>
    public void Finished(string reason, int promptTokens)
    {
        var running = _delay.Since(_started);
        _engine.Metrics.Finished(reason, promptTokens, _delay.Since(_queued), _delay.Since(_queued) - running, _firstToken, running - _firstToken);
    }

    public void Abort() => _aborted.Cancel();

    public void Dispose()
    {
        _engine.End(this);
        _aborted.Dispose();
    }
}
