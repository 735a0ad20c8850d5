using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;

namespace Arena.ModelSimulator.Vllm;

/// <summary>One simulated vLLM engine: a model, its sleep state, its running requests. Real vLLM has one per port.</summary>
/// <remarks>
/// Source of the behaviour: docs/simulator.md, "vLLM". A request to an engine that sleeps, or is only half awake, kills it
/// (vllm#15483, vllm-omni#4473); its supervisor starts it again.
/// </remarks>
internal sealed class VllmEngine : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SimulatedDelay _delay;
    private readonly VideoMemory _memory;
    private readonly FaultBoard _faults;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _lifecycle = new(1, 1); // one sleep or wake at a time
    private readonly HashSet<VllmRun> _runs = [];
    private readonly List<string> _adapters = [];
    private bool _weights;
    private bool _cache;
    private bool _weightsLost; // level 2 dropped them, and nothing loaded them again
    private DateTimeOffset? _restartsAt;
    private TaskCompletionSource? _pause;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VllmEngine(SimulatedModel model, int maxRunning, VideoMemory memory, SimulatedDelay delay, FaultBoard faults)
    {
        (Model, _memory, _delay, _faults) = (model, memory, delay, faults);
        _slots = new SemaphoreSlim(maxRunning);
        Metrics = new VllmMetrics(model.Id);
        StartedAt = delay.Now;
        _weights = _cache = memory.TryTake(model.Options.VramMib); // what does not fit at the start sleeps
    }

    public SimulatedModel Model { get; }

    public VllmMetrics Metrics { get; }

    public DateTimeOffset StartedAt { get; }

    public bool IsSleeping
    {
        get { lock (_lock) { return !(_weights && _cache); } }
    }

    public bool IsPaused
    {
        get { lock (_lock) { return _pause is not null; } }
    }

    /// <summary>After the process of the engine ended and before it is up again.</summary>
    public bool IsDead
    {
        get
        {
            lock (_lock)
            {
                RestartIfDue_NeedsLock();
                return _restartsAt is not null;
            }
        }
    }

    public IReadOnlyList<string> Adapters
    {
        get { lock (_lock) { return [.. _adapters]; } }
    }

    private int CacheMib => Model.Options.VramMib / 4;

    private int WeightsMib => Model.Options.VramMib - CacheMib;

    public bool Answers(string model) => model == Model.Id || Adapters.Contains(model, StringComparer.Ordinal);

    /// <summary>Waits for a free sequence.</summary>
    /// <exception cref="EngineDeadException">The engine is dead, or this request killed it.</exception>
    public async Task<VllmRun> StartAsync(CancellationToken cancellationToken)
    {
        ThrowUnlessAwake();
        var queued = _delay.Timestamp;
        Metrics.Queued(1);
        try
        {
            await _slots.WaitAsync(cancellationToken);
        }
        finally
        {
            Metrics.Queued(-1);
        }

        var run = new VllmRun(this, _delay, queued);
        lock (_lock) { _runs.Add(run); }
        Metrics.Running(1);
        return run;
    }

    /// <summary>Whether a running answer would come out as garbage.</summary>
    public bool HasLostWeights
    {
        get { lock (_lock) { return _weightsLost; } }
    }

    public async ValueTask AdvancingAsync(CancellationToken cancellationToken)
    {
        while (Pauses(out var resumed))
        {
            await resumed.WaitAsync(cancellationToken);
        }

        await _faults.AdvancingAsync(Model.Id, cancellationToken);
    }

    /// <summary>Gives the video memory back. Level 1 keeps the weights in main memory, level 2 does not.</summary>
    public async Task SleepAsync(int level, bool wait, CancellationToken cancellationToken)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            await EndRunsAsync(wait, cancellationToken);
            await _delay.WaitAsync(Model.Options.WakeSeconds, cancellationToken);
            lock (_lock)
            {
                Free_NeedsLock();
                _weightsLost |= level == 2;
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Takes the video memory for the tags; both when there are none.</summary>
    /// <exception cref="VideoMemoryException">The node has not enough left. What was asleep stays asleep.</exception>
    public async Task WakeAsync(IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            bool weights, cache;
            lock (_lock)
            {
                weights = !_weights && (tags.Count == 0 || tags.Contains("weights"));
                cache = !_cache && (tags.Count == 0 || tags.Contains("kv_cache"));
                var amount = (weights ? WeightsMib : 0) + (cache ? CacheMib : 0);
                if (!_memory.TryTake(amount))
                {
                    throw new VideoMemoryException($"CUDA out of memory. Tried to allocate {amount} MiB. GPU 0 has a total capacity of {_memory.Capacity} MiB of which {_memory.Capacity - _memory.Used} MiB is free.");
                }
            }

            if (weights)
            {
                await _delay.WaitAsync(Model.Options.WakeSeconds, CancellationToken.None); // a wake goes on when its caller leaves
            }

            lock (_lock)
            {
                _weights |= weights;
                _cache |= cache;
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    public async Task ReloadWeightsAsync()
    {
        await _delay.WaitAsync(Model.Options.LoadSeconds, CancellationToken.None);
        lock (_lock) { _weightsLost = false; }
    }

    /// <summary><c>keep</c> freezes running requests, <c>abort</c> ends them, <c>wait</c> lets them end. New ones wait.</summary>
    public async Task PauseAsync(string mode, CancellationToken cancellationToken)
    {
        if (mode != "keep")
        {
            await EndRunsAsync(mode == "wait", cancellationToken);
        }

        lock (_lock) { _pause ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); }
    }

    public void Resume()
    {
        lock (_lock)
        {
            _pause?.TrySetResult();
            _pause = null;
        }
    }

    public bool AddAdapter(string name)
    {
        lock (_lock)
        {
            if (_adapters.Contains(name, StringComparer.Ordinal))
            {
                return false;
            }

            _adapters.Add(name);
            return true;
        }
    }

    public bool RemoveAdapter(string name)
    {
        lock (_lock) { return _adapters.Remove(name); }
    }

    public void End(VllmRun run)
    {
        lock (_lock)
        {
            _runs.Remove(run);
            if (_runs.Count == 0)
            {
                _idle.TrySetResult();
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        Metrics.Running(-1);
        _slots.Release();
    }

    public void Dispose()
    {
        _slots.Dispose();
        _lifecycle.Dispose();
    }

    private bool Pauses(out Task resumed)
    {
        lock (_lock)
        {
            resumed = _pause?.Task ?? Task.CompletedTask;
            return _pause is not null;
        }
    }

    private void ThrowUnlessAwake()
    {
        VllmRun[] lost;
        lock (_lock)
        {
            RestartIfDue_NeedsLock();
            if (_restartsAt is null && _weights && _cache)
            {
                return;
            }

            if (_restartsAt is null)
            {
                _restartsAt = _delay.Now + _delay.Scale(Model.Options.LoadSeconds);
                Free_NeedsLock();
            }

            lost = [.. _runs];
        }

        foreach (var run in lost)
        {
            run.Abort();
        }

        throw new EngineDeadException("EngineCore encountered an issue. See stack trace (above) for the root cause.");
    }

    private void RestartIfDue_NeedsLock()
    {
        if (_restartsAt is { } due && due <= _delay.Now)
        {
            _restartsAt = null;
            _weightsLost = false;
            _weights = _cache = _memory.TryTake(Model.Options.VramMib);
        }
    }

    private void Free_NeedsLock()
    {
        _memory.Free((_weights ? WeightsMib : 0) + (_cache ? CacheMib : 0));
        _weights = _cache = false;
    }

    private async Task EndRunsAsync(bool wait, CancellationToken cancellationToken)
    {
        VllmRun[] runs;
        Task idle;
        lock (_lock)
        {
            runs = [.. _runs];
            idle = runs.Length == 0 ? Task.CompletedTask : _idle.Task;
        }

        foreach (var run in wait ? [] : runs)
        {
            run.Abort();
        }

        await idle.WaitAsync(cancellationToken);
    }
}

/// <summary>The engine's process has ended.</summary>
internal sealed class EngineDeadException(string message) : Exception(message);

/// <summary>Not enough video memory.</summary>
internal sealed class VideoMemoryException(string message) : Exception(message);
