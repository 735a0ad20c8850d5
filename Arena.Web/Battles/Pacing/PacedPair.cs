namespace Arena.Web.Battles.Pacing;

/// <summary>
/// Shows two answers at one pace, so that speed does not tell the models apart: at every tick the same number of text elements on both
/// sides, never more than the slower one has. A side that has nothing holds the other back, but only for a bound: then the other goes on
/// alone, and the side that comes back catches up before both continue together. A complete side holds nobody back.
/// Not safe for concurrent use: one loop owns it.
/// </summary>
/// <param name="pace">The bounds.</param>
internal sealed class PacedPair(Pace pace)
{
    private readonly Side _a = new(pace);
    private readonly Side _b = new(pace);

    /// <summary>Something waits to be shown.</summary>
    public bool HasPending => _a.Available + _b.Available > 0;

    /// <summary>Both sides are complete, and all of it was shown.</summary>
    public bool IsDrained => _a.IsExhausted && _b.IsExhausted;

    /// <summary>
    /// The side's model is not in memory yet: until its text comes it holds the other back without a bound of ours, because a side that
    /// starts alone would tell which of the two had to be loaded. Inference bounds the wait.
    /// </summary>
    public void Prepare(Slot slot) => SideOf(slot).Prepare();

    public void Arrive(Slot slot, string text) => SideOf(slot).Arrive(text);

    public void Complete(Slot slot) => SideOf(slot).Complete();

    /// <summary>What the tick at <paramref name="now"/> (time since any fixed moment, never falling) shows.</summary>
    public PacedPieces Tick(TimeSpan now)
    {
        _a.Observe(now, _b);
        _b.Observe(now, _a);
        if (!HasPending)
        {
            return new("", "");
        }

        var limit = Math.Min(_a.Limit(now), _b.Limit(now));
        var behind = Math.Min(_a.Front, _b.Front);
        var target = Math.Min(limit, behind + PieceLength());
        return new(_a.ReleaseTo(target), _b.ReleaseTo(target));
    }

    /// <summary>
    /// A share of the backlog, so that the text flows instead of jumping and still lags behind what arrived by <see cref="Pace.CatchUp"/>
    /// or so, however fast it arrives.
    /// </summary>
    private long PieceLength()
    {
        var ticks = Math.Max(1, (int)(pace.CatchUp / pace.Tick));
        return Math.Max(Pace.SmallestPiece, (Math.Max(_a.Available, _b.Available) + ticks - 1) / ticks);
    }

    private Side SideOf(Slot slot) => slot is Slot.A ? _a : _b;

    private sealed class Side(Pace pace)
    {
        private readonly TextElementBuffer _pending = new();
        private long _released;
        private bool _started;
        private bool _preparing;
        private TimeSpan? _holdsSince;

        public int Available => _pending.Available;

        public bool IsExhausted => _pending.IsComplete && Available == 0;

        /// <summary>Where the next piece of this side starts; a side without one does not count.</summary>
        public long Front => Available > 0 ? _released : long.MaxValue;

        public void Prepare() => _preparing = true;

        public void Arrive(string text)
        {
            _preparing = false;
            _pending.Append(text);
        }

        public void Complete()
        {
            _preparing = false;
            _pending.Complete();
        }

        /// <summary>Notes since when this side has nothing while the other has something to show.</summary>
        public void Observe(TimeSpan now, Side other)
        {
            _started |= Available > 0;
            if (Available > 0 || _pending.IsComplete)
            {
                _holdsSince = null;
            }
            else if (other.Available > 0)
            {
                _holdsSince = _preparing ? now : _holdsSince ?? now;
            }
        }

        /// <summary>How far this side lets both go, in text elements from the start.</summary>
        public long Limit(TimeSpan now)
        {
            if (_pending.IsComplete)
            {
                return long.MaxValue;
            }

            var patience = _started ? pace.StallWait : pace.FirstTokenWait;
            var excused = _holdsSince is { } since && now - since >= patience;
            return excused ? long.MaxValue : _released + Available;
        }

        public string ReleaseTo(long target)
        {
            var count = (int)Math.Clamp(target - _released, 0, Available);
            _released += count;
            return count == 0 ? "" : _pending.Take(count);
        }
    }
}
