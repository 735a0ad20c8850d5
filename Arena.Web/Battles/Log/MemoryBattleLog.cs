using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Log;

/// <summary>The log of a single replica: gone with its process.</summary>
internal sealed class MemoryBattleLog(IOptions<BattleOptions> options, TimeProvider time) : IBattleLog
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _battles = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    public Task<RunLease?> TryBeginRunAsync(string battleId)
    {
        lock (_lock)
        {
            DropOld_NeedsLock();
            var entry = EntryOf_NeedsLock(battleId);
            var now = time.GetUtcNow();
            if (entry.IsClosed || now < entry.LeaseEnds)
            {
                return Task.FromResult<RunLease?>(null);
            }

            entry.Token = Guid.NewGuid().ToString("N");
            entry.LeaseEnds = now + options.Value.Lease;
            return Task.FromResult<RunLease?>(new(battleId, entry.Token, entry.Events.Count, entry.Outcome));
        }
    }

    public Task<RunStanding> RenewAsync(RunLease lease)
    {
        lock (_lock)
        {
            if (!Holds_NeedsLock(lease, out var entry))
            {
                return Task.FromResult(RunStanding.Lost);
            }

            entry.LeaseEnds = time.GetUtcNow() + options.Value.Lease;
            return Task.FromResult(time.GetUtcNow() < entry.ReadUntil ? RunStanding.Read : RunStanding.Unread);
        }
    }

    public Task EndRunAsync(RunLease lease)
    {
        lock (_lock)
        {
            if (Holds_NeedsLock(lease, out var entry))
            {
                entry.LeaseEnds = DateTimeOffset.MinValue;
            }
        }

        return Task.CompletedTask;
    }

    public Task AppendAsync(RunLease lease, IReadOnlyList<BattleEvent> events)
    {
        Action? changed;
        lock (_lock)
        {
            if (!Holds_NeedsLock(lease, out var entry))
            {
                throw new RunSupersededException(lease.BattleId);
            }

            entry.Events.AddRange(events);
            entry.Touched = time.GetUtcNow();
            changed = entry.Changed;
        }

        changed?.Invoke();
        return Task.CompletedTask;
    }

    public Task SettleAsync(RunLease lease, byte[] outcome)
    {
        lock (_lock)
        {
            if (!Holds_NeedsLock(lease, out var entry))
            {
                throw new RunSupersededException(lease.BattleId);
            }

            entry.Outcome = outcome;
        }

        return Task.CompletedTask;
    }

    public Task<bool> TryStopAsync(string battleId, BattleEvent last)
    {
        Action? changed;
        lock (_lock)
        {
            var entry = EntryOf_NeedsLock(battleId);
            if (entry.IsClosed || entry.Outcome is not null)
            {
                return Task.FromResult(false);
            }

            entry.Events.Add(last);
            entry.LeaseEnds = DateTimeOffset.MinValue;
            entry.Touched = time.GetUtcNow();
            changed = entry.Changed;
        }

        changed?.Invoke();
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<BattleEvent>> ReadAsync(string battleId, long after)
    {
        lock (_lock)
        {
            var events = _battles.TryGetValue(battleId, out var entry) ? entry.Events : [];
            return Task.FromResult<IReadOnlyList<BattleEvent>>(after < events.Count ? events[(int)after..] : []);
        }
    }

    public Task<long> CountAsync(string battleId)
    {
        lock (_lock)
        {
            return Task.FromResult(_battles.TryGetValue(battleId, out var entry) ? (long)entry.Events.Count : 0);
        }
    }

    public Task MarkReadAsync(string battleId)
    {
        lock (_lock)
        {
            EntryOf_NeedsLock(battleId).ReadUntil = time.GetUtcNow() + options.Value.AbandonAfter;
        }

        return Task.CompletedTask;
    }

    public Task<IAsyncDisposable> WatchAsync(string battleId, Action changed)
    {
        lock (_lock)
        {
            EntryOf_NeedsLock(battleId).Changed += changed;
        }

        return Task.FromResult<IAsyncDisposable>(new Watch(this, battleId, changed));
    }

    private void Unwatch(string battleId, Action changed)
    {
        lock (_lock)
        {
            if (_battles.TryGetValue(battleId, out var entry))
            {
                entry.Changed -= changed;
            }
        }
    }

    private Entry EntryOf_NeedsLock(string battleId)
    {
        if (!_battles.TryGetValue(battleId, out var entry))
        {
            _battles.Add(battleId, entry = new() { Touched = time.GetUtcNow() });
        }

        return entry;
    }

    private bool Holds_NeedsLock(RunLease lease, out Entry entry)
    {
        entry = EntryOf_NeedsLock(lease.BattleId);
        return entry.Token == lease.Token && time.GetUtcNow() < entry.LeaseEnds;
    }

    private void DropOld_NeedsLock()
    {
        var now = time.GetUtcNow();
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepEvery;
        var oldest = now - options.Value.KeepLog;
        foreach (var (battleId, _) in _battles.Where(pair => pair.Value.Touched < oldest && pair.Value.Changed is null))
        {
            _battles.Remove(battleId);
        }
    }

    private sealed class Entry
    {
        public List<BattleEvent> Events { get; } = [];

        public bool IsClosed => Events is [.., { IsLast: true }];

        public byte[]? Outcome { get; set; }

        public string? Token { get; set; }

        public DateTimeOffset LeaseEnds { get; set; }

        public DateTimeOffset ReadUntil { get; set; }

        public DateTimeOffset Touched { get; set; }

        public Action? Changed { get; set; }
    }

    private sealed class Watch(MemoryBattleLog log, string battleId, Action changed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            log.Unwatch(battleId, changed);
            return ValueTask.CompletedTask;
        }
    }
}
