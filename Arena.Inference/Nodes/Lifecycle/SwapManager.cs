using System.Collections.Immutable;
using System.Threading.Channels;
using Arena.Contracts.Inference;
using Arena.Inference.Swapping;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>
/// Owns the memory of one node: the only one that loads and unloads there. Tells the scheduler what happens and does what it decides.
/// Thread-safe.
/// </summary>
internal sealed class SwapManager : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SwapScheduler _scheduler;
    private readonly Channel<SwapDecision> _work = Channel.CreateUnbounded<SwapDecision>(new() { SingleReader = true });
    private readonly Dictionary<long, SwapWaiter> _waiters = [];
    private readonly UsageForecast _usage = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _began;
    private long _lastTicket;

    public SwapManager(NodeState state, SwapScheduler scheduler, TimeProvider time)
    {
        (State, _scheduler, _time, _began) = (state, scheduler, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Tell((scheduler, now) => scheduler.Tick(now)), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public NodeState State { get; }

    public Node Node => State.Node;

    public SwapHistory History { get; } = new();

    /// <summary>What is to be done on the node, in order; each answered by one of the methods that tell how it went.</summary>
    public IAsyncEnumerable<SwapDecision> WorkAsync(CancellationToken cancellationToken) => _work.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Waits for the model to be loaded, and keeps it until the lease is disposed.</summary>
    /// <param name="wish">Which model, for whom.</param>
    /// <param name="report">Hears, while it waits, where it stands.</param>
    /// <param name="cancellationToken">Gives the place in the queue up.</param>
    /// <exception cref="SwapRejectedException">The model is not to be had here now.</exception>
    public async Task<IDisposable> AcquireAsync(SwapWish wish, Func<Preparing, CancellationToken, Task> report, CancellationToken cancellationToken)
    {
        await _known.Task.WaitAsync(Node.Swap.QueueTimeout, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_known.Task.IsCompleted)
        {
            throw new SwapRejectedException(RejectReason.TimedOut, "the node does not tell what it has loaded");
        }

        var named = wish with { Model = NameOf(wish.Model), Companions = [.. wish.Companions.Select(NameOf)] };
        var ticket = Interlocked.Increment(ref _lastTicket);
        var waiter = new SwapWaiter();
        Tell((scheduler, now) =>
        {
            foreach (var model in (string[])[named.Model, .. named.Companions])
            {
                Define_NeedsLock(model);
            }

            if (named.Origin is SwapOrigin.Request)
            {
                _usage.Used(named.Model, _time.GetUtcNow());
            }

            _waiters.Add(ticket, waiter);
            return scheduler.Request(new(ticket, named.Model, named.Origin, named.Group, named.Companions, named.Urgent), now);
        });
        try
        {
            await foreach (var news in waiter.WaitAsync(cancellationToken))
            {
                await report(news, cancellationToken);
            }

            return new Lease(this, ticket);
        }
        catch
        {
            Release(ticket);
            throw;
        }
    }

    /// <summary>Keeps a model that is loaded from being unloaded, without that it counts as used; null when it is not there to be kept.</summary>
    public IDisposable? TryHold(string model)
    {
        var ticket = Interlocked.Increment(ref _lastTicket);
        lock (_lock)
        {
            return _scheduler.TryHold(ticket, model) ? new Lease(this, ticket) : null;
        }
    }

    /// <summary>The node was asked what it has loaded; <paramref name="asOf"/> is <see cref="Now"/> from before the question.</summary>
    public void Observed(ImmutableArray<LoadedModel> loaded, TimeSpan asOf)
    {
        Tell((scheduler, now) =>
        {
            foreach (var model in State.Current.Models.Select(model => model.Name).Concat(loaded.Select(model => model.Model)))
            {
                Define_NeedsLock(model, loaded.FirstOrDefault(known => known.Model == model)?.VramMib);
            }

            return scheduler.Observe(loaded.Select(model => model.Model).ToHashSet(StringComparer.Ordinal), asOf, now);
        });
        _known.TrySetResult();
    }

    public void LoadCompleted(string model, TimeSpan took) => Tell((scheduler, now) => scheduler.LoadCompleted(model, took, now));

    public void LoadFailed(string model, string reason) => Tell((scheduler, now) => scheduler.LoadFailed(model, reason, now));

    public void UnloadCompleted(string model) => Tell((scheduler, now) => scheduler.UnloadCompleted(model, now));

    public void UnloadFailed(string model) => Tell((scheduler, now) => scheduler.UnloadFailed(model, now));

    /// <summary>The node is down, or is to take no more requests: who waits falls back.</summary>
    public void TurnAway(string detail) => Tell((scheduler, now) => scheduler.Close(detail, now));

    /// <summary>The node is back.</summary>
    public void Forgive() => Tell((scheduler, now) => scheduler.Forgive(now));

    /// <summary>Loads what is likely to be used now into memory that is free.</summary>
    public void PreloadByUsage() => Tell((scheduler, now) => scheduler.Prefer(_usage.Likely(_time.GetUtcNow()), now));

    /// <summary>Why a model is not loaded although it is wanted; null when it may be.</summary>
    public string? Quarantine(string model) => Read((scheduler, now) => scheduler.Quarantine(model, now));

    /// <summary>Whether a request for the model need not wait for a load.</summary>
    public bool IsLoaded(string model)
    {
        var name = NameOf(model);
        return Read((scheduler, _) => scheduler.Models.Any(known => known.Name == name && known.Phase is ModelPhase.Loaded));
    }

    /// <summary>The time of the scheduler.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>What the scheduler knows, at one moment.</summary>
    public T Read<T>(Func<SwapScheduler, TimeSpan, T> read)
    {
        lock (_lock) { return read(_scheduler, Now); }
    }

    public void Dispose() => _timer.Dispose();

    private void Release(long ticket) => Tell((scheduler, now) =>
    {
        _waiters.Remove(ticket);
        return scheduler.Release(ticket, now);
    });

    /// <summary>Everything that happens goes through here, one thing at a time.</summary>
    private void Tell(Func<SwapScheduler, TimeSpan, IReadOnlyList<SwapDecision>> happened)
    {
        lock (_lock)
        {
            foreach (var decision in happened(_scheduler, Now))
            {
                Pass_NeedsLock(decision);
            }

            foreach (var (position, (ticket, loading)) in _scheduler.Waiting.Index())
            {
                _waiters[ticket].Tell(position, loading);
            }

            if (_scheduler.NextTick(Now) is { } next)
            {
                _timer.Change(RoundUp(next - Now), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Pass_NeedsLock(SwapDecision decision)
    {
        switch (decision)
        {
            case SwapDecision.Grant grant:
                _waiters[grant.Ticket].Grant();
                break;
            case SwapDecision.Reject reject:
                _waiters[reject.Ticket].Reject(reject.Reason, reject.Detail);
                break;
            default:
                _work.Writer.TryWrite(decision);
                break;
        }
    }

    /// <summary>The one name of a model that has several.</summary>
    private string NameOf(string model) => State.Current.Models.FirstOrDefault(known => known.IsNamed(model))?.Name ?? model;

    private void Define_NeedsLock(string name, int? observedVram = null)
    {
        var asked = Node.Swap.Models.Find(model => model.Model == name) ?? new() { Model = name };
        var known = _scheduler.Models.FirstOrDefault(model => model.Name == name)?.Model.VramMib;
        var vram = asked.VramMib > 0 ? asked.VramMib : observedVram ?? known ?? Node.Swap.VramMib;
        _scheduler.Define(new(name, vram, asked.Pinned, asked.ExpectedLoad));
    }

    /// <summary>Timers cut fractions of a millisecond off: rounded up, none fires before something is due.</summary>
    private static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(time.TotalMilliseconds)));

    private sealed class Lease(SwapManager manager, long ticket) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                manager.Release(ticket);
            }
        }
    }
}

/// <summary>What is asked of a node's memory.</summary>
/// <param name="Model">The name that the node knows it by.</param>
/// <param name="Origin">Who wants it.</param>
/// <param name="Group">The same in wishes that belong together; null: on its own.</param>
/// <param name="Companions">The other models of the group on this node.</param>
/// <param name="Urgent">Before all others.</param>
internal sealed record SwapWish(string Model, SwapOrigin Origin, string? Group, IReadOnlyList<string> Companions, bool Urgent = false);
