namespace Arena.AppHost.Restarts;

/// <summary>What is known of one replica that is to be brought back.</summary>
internal sealed class RestartedReplica(RestartBackoff backoff, TimeProvider time)
{
    private CancellationTokenSource? _plan;
    private string? _state;
    private long? _startedAt;
    private bool _isWanted;

    public RestartBackoff Backoff { get; } = backoff;

    /// <summary>The present attempt, or a completed task.</summary>
    public Task Attempt { get; set; } = Task.CompletedTask;

    /// <summary>Takes notice of a state; a stop that somebody asked for goes through <c>Stopping</c> (Aspire's own engine: to <c>Terminated</c>).</summary>
    /// <returns>How long to wait before it is started again, or null when it is not to be started.</returns>
    public TimeSpan? Observe(string? state)
    {
        if (state == _state)
        {
            return null;
        }

        _state = state;
        switch (state)
        {
            case "Waiting" or "Starting" or "Running":
                _isWanted = true;
                _startedAt = state == "Running" ? time.GetTimestamp() : _startedAt;
                return null;
            case "Stopping" or "Terminated" or "NotStarted":
                _isWanted = false;
                _plan?.Cancel();
                return null;
            case "Exited" or "Finished" or "FailedToStart" when _isWanted:
                var ran = _startedAt is { } start ? time.GetElapsedTime(start) : TimeSpan.Zero;
                _startedAt = null;
                return Backoff.Next(ran);
            default:
                return null;
        }
    }

    /// <summary>A new attempt takes the place of the one before.</summary>
    public CancellationToken Plan(CancellationToken stopping)
    {
        _plan?.Dispose();
        _plan = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        return _plan.Token;
    }
}
