using System.Collections.Concurrent;
using Arena.Ratings.Board.Snapshots;

namespace Arena.Ratings.Board;

/// <summary>
/// The boards that are kept. Reading is free of locks; writing happens under the lock of <see cref="BoardWorker"/>. What clients may ask
/// for is without bounds, what is kept is not.
/// </summary>
internal sealed class BoardCache(int kept)
{
    private readonly ConcurrentDictionary<BoardKey, Entry> _entries = [];
    private long _clock;

    public BoardSnapshot? Find(BoardKey key)
    {
        if (!_entries.TryGetValue(key, out var entry) || entry.Snapshot is not { } snapshot)
        {
            return null;
        }

        entry.Used = Interlocked.Increment(ref _clock);
        return snapshot;
    }

    /// <summary>Computes a board and keeps it, in the place of the one that was longest not asked for.</summary>
    public BoardSnapshot Keep(BoardState state, Func<BoardState, BoardSnapshot> make)
    {
        if (_entries.Count > kept && _entries.Where(entry => entry.Key != BoardKey.Default).MinBy(entry => entry.Value.Used).Key is { } oldest)
        {
            _entries.TryRemove(oldest, out _);
        }

        var snapshot = make(state);
        _entries[state.Key] = new(state, snapshot) { Used = Interlocked.Increment(ref _clock) };
        return snapshot;
    }

    /// <summary>Forgets all that was counted; the boards stay until they are counted again.</summary>
    public void Restart(BoardKey always)
    {
        foreach (var (key, entry) in _entries)
        {
            _entries[key] = new(new(key), entry.Snapshot) { Used = entry.Used };
        }

        _entries.TryAdd(always, new(new(always), Snapshot: null));
    }

    public void Refresh(Func<BoardState, BoardSnapshot> make)
    {
        foreach (var entry in _entries.Values)
        {
            entry.Snapshot = make(entry.State);
        }
    }

    private sealed record Entry(BoardState State, BoardSnapshot? Snapshot)
    {
        private long _used;

        public BoardSnapshot? Snapshot { get; set; } = Snapshot;

        public long Used
        {
            get => Interlocked.Read(ref _used);
            set => Interlocked.Exchange(ref _used, value);
        }
    }
}
