namespace Arena.Testing;

/// <summary>
/// A clock that moves only when a test says so. Drives everything that takes a <see cref="TimeProvider"/>:
/// <c>Task.Delay</c>, <c>PeriodicTimer</c>, <c>CancellationTokenSource</c> timeouts.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = []; // armed ones only
    private DateTimeOffset _now = start;
    private TaskCompletionSource _armed = NewSignal();

    /// <summary>Starts at 2026-01-01T00:00:00Z.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait to fire.</summary>
    public int PendingTimers
    {
        get { lock (_lock) { return _timers.Count; } }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) { return _now; }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Fires the timers that become due, in order, each at its own due time, and ends <paramref name="by"/> later than it began.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock) { _now = end > _now ? end : _now; }
    }

    /// <summary>
    /// Waits until some timer is armed, then moves to the earliest due time and fires it. It is how a test follows work that
    /// runs on other threads without racing it.
    /// </summary>
    public async Task AdvanceToNextTimerAsync(CancellationToken cancellationToken)
    {
        await TimerArmedAsync().WaitAsync(cancellationToken);
        FireNext();
    }

    /// <summary>Moves from timer to timer until <paramref name="task"/> is done, and gives its result.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        while (!task.IsCompleted)
        {
            var armed = TimerArmedAsync();
            if (await Task.WhenAny(task, armed).WaitAsync(cancellationToken) == armed)
            {
                FireNext();
            }
        }

        return await task;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task TimerArmedAsync()
    {
        lock (_lock) { return _timers.Count > 0 ? Task.CompletedTask : _armed.Task; }
    }

    private void FireNext()
    {
        TimeSpan wait;
        lock (_lock)
        {
            if (_timers.Count == 0)
            {
                return; // disposed in the meantime
            }

            wait = _timers.Min(timer => timer.Due) - _now;
        }

        Advance(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(timer => timer.Due); // the first armed of equal ones
            if (next is null || next.Due > end)
            {
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (_disposed)
                {
                    return false;
                }

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    Period = period;
                    clock._timers.Add(this);
                    clock._armed.TrySetResult();
                    clock._armed = NewSignal();
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
