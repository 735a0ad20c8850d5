using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Ollama;

/// <summary>
/// Ollama's scheduler (server/sched.go): one load at a time, which holds up all other requests that wait for a model; the victim is the
/// idle runner with the shortest keep-alive, then by name; a busy one is waited for.
/// </summary>
internal sealed class OllamaNode(ModelCatalog catalog, VideoMemory memory, SimulatedDelay delay, FaultBoard faults, IOptions<SimulatorOptions> options) : ISimulatedNode, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Dictionary<string, OllamaRunner> _runners = new(StringComparer.Ordinal);
    private readonly HashSet<string> _installed = [.. catalog.Models.Select(model => model.Id)];
    private TaskCompletionSource _released = NewSignal();
    private int _pending;
    private int _running;

    private OllamaOptions Settings => options.Value.Ollama;

    public int RunningRequests
    {
        get { lock (_lock) { return _running; } }
    }

    public int WaitingRequests
    {
        get { lock (_lock) { return _pending; } }
    }

    /// <summary>When the node started: the age of its files.</summary>
    public DateTimeOffset StartedAt { get; } = delay.Now;

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapOllama();

    public IReadOnlyList<SimulatedModel> Installed
    {
        get { lock (_lock) { return [.. catalog.Models.Where(model => _installed.Contains(model.Id))]; } }
    }

    public IReadOnlyList<(SimulatedModel Model, int Size, int SizeVram, int ContextLength, DateTimeOffset ExpiresAt)> Loaded
    {
        get
        {
            lock (_lock)
            {
                Expire_NeedsLock();
                return [.. _runners.Values.Where(runner => runner.Loaded)
                    .OrderBy(runner => runner.Model.Id, StringComparer.Ordinal)
                    .Select(runner => (runner.Model, runner.Size, runner.SizeVram, runner.Options.ContextLength, ExpiresAt_NeedsLock(runner)))];
            }
        }
    }

    /// <summary>The installed model of that name, with or without <c>:latest</c>.</summary>
    public SimulatedModel? Find(string name)
    {
        var id = name.EndsWith(":latest", StringComparison.Ordinal) ? name[..^":latest".Length] : name;
        return Installed.FirstOrDefault(model => model.Id == id);
    }

    /// <summary>A model that could be pulled.</summary>
    public SimulatedModel? FindInLibrary(string name) => catalog.Models.FirstOrDefault(model => model.Id == name || $"{model.Id}:latest" == name);

    public void Install(SimulatedModel model)
    {
        lock (_lock) { _installed.Add(model.Id); }
    }

    public void Delete(SimulatedModel model)
    {
        lock (_lock) { _installed.Remove(model.Id); }

        Unload(model);
    }

    /// <summary>Takes an idle runner out of memory now, a busy one after its last request.</summary>
    public void Unload(SimulatedModel model)
    {
        lock (_lock)
        {
            if (_runners.TryGetValue(model.Id, out var runner))
            {
                runner.KeepAlive = TimeSpan.Zero;
                Expire_NeedsLock();
            }
        }
    }

    /// <summary>Waits for the model to be loaded, and for a free place on it.</summary>
    /// <exception cref="ServerBusyException">Too many requests wait already.</exception>
    public async Task<RunnerLease> AcquireAsync(SimulatedModel model, RunnerOptions wanted, TimeSpan keepAlive, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_pending >= Settings.MaxQueue)
            {
                throw new ServerBusyException();
            }

            _pending++;
        }

        try
        {
            var start = delay.Timestamp;
            var runner = TryUse(model, wanted, keepAlive) ?? await LoadAsync(model, wanted, keepAlive, cancellationToken);
            var load = delay.Since(start);
            try
            {
                await runner.Slots.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                LetGo(runner);
                throw;
            }

            lock (_lock) { _running++; }
            return new RunnerLease(this, runner, load, faults);
        }
        finally
        {
            lock (_lock) { _pending--; }
        }
    }

    public void Release(OllamaRunner runner)
    {
        runner.Slots.Release();
        lock (_lock) { _running--; }
        LetGo(runner);
    }

    public void Dispose()
    {
        foreach (var runner in _runners.Values)
        {
            runner.Dispose();
        }

        _loading.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OllamaRunner? TryUse(SimulatedModel model, RunnerOptions wanted, TimeSpan keepAlive)
    {
        lock (_lock)
        {
            Expire_NeedsLock();
            if (!_runners.TryGetValue(model.Id, out var runner) || !runner.Loaded || runner.Options != wanted)
            {
                return null;
            }

            runner.InUse++;
            runner.KeepAlive = keepAlive;
            return runner;
        }
    }

    private async Task<OllamaRunner> LoadAsync(SimulatedModel model, RunnerOptions wanted, TimeSpan keepAlive, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (TryUse(model, wanted, keepAlive) is { } loaded)
            {
                return loaded; // by the request before
            }

            var size = SizeOf(model, wanted);
            var sizeVram = Math.Min(size, memory.Capacity);
            while (!TryMakeRoom(model, sizeVram, out var released))
            {
                await released.WaitAsync(cancellationToken);
            }

            var runner = new OllamaRunner(model, wanted, Settings.ParallelRequests, size, sizeVram) { KeepAlive = keepAlive, InUse = 1 };
            lock (_lock) { _runners.Add(model.Id, runner); }
            try
            {
                await delay.WaitAsync(model.Options.LoadSeconds, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                lock (_lock) { Remove_NeedsLock(runner); }
                throw;
            }

            lock (_lock) { runner.Loaded = true; }
            return runner;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Takes the memory, or says what to wait for.</summary>
    private bool TryMakeRoom(SimulatedModel model, int sizeVram, out Task released)
    {
        lock (_lock)
        {
            released = _released.Task;
            Expire_NeedsLock();
            if (_runners.TryGetValue(model.Id, out var other))
            {
                if (other.InUse > 0)
                {
                    return false; // it has other options: loaded again once it is idle
                }

                Remove_NeedsLock(other);
            }

            while (_runners.Count >= Settings.MaxLoadedModels || !memory.TryTake(sizeVram))
            {
                var victim = _runners.Values.Where(runner => runner.InUse == 0)
                    .OrderBy(runner => runner.KeepAlive == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : runner.KeepAlive)
                    .ThenBy(runner => runner.Model.Id, StringComparer.Ordinal)
                    .FirstOrDefault();
                if (victim is null)
                {
                    return false;
                }

                Remove_NeedsLock(victim);
            }

            return true;
        }
    }

    private void LetGo(OllamaRunner runner)
    {
        lock (_lock)
        {
            runner.InUse--;
            runner.IdleSince = delay.Now;
            Expire_NeedsLock();
            _released.TrySetResult();
            _released = NewSignal();
        }
    }

    private DateTimeOffset ExpiresAt_NeedsLock(OllamaRunner runner) =>
        runner.InUse == 0 || runner.KeepAlive == Timeout.InfiniteTimeSpan ? runner.ExpiresAt : delay.Now + runner.KeepAlive;

    private void Expire_NeedsLock()
    {
        foreach (var runner in _runners.Values.Where(runner => runner.Loaded && runner.InUse == 0 && runner.ExpiresAt <= delay.Now).ToList())
        {
            Remove_NeedsLock(runner);
        }
    }

    private void Remove_NeedsLock(OllamaRunner runner)
    {
        _runners.Remove(runner.Model.Id);
        memory.Free(runner.SizeVram);
        runner.Dispose();
    }

    // Three quarters weights, and a cache that grows with the context.
    private static int SizeOf(SimulatedModel model, RunnerOptions wanted)
    {
        var cache = model.Options.VramMib / 4;
        return model.Options.VramMib - cache + (int)((long)cache * wanted.ContextLength / model.Options.ContextLength);
    }
}

/// <summary>More requests wait than <c>OLLAMA_MAX_QUEUE</c> allows. The two blanks are Ollama's.</summary>
internal sealed class ServerBusyException() : Exception("server busy, please try again.  maximum pending requests exceeded");
