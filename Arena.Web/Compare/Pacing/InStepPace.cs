using Arena.Web.Battles.Pacing;

namespace Arena.Web.Compare.Pacing;

/// <summary>
/// Blind: at every tick the same number of text elements of each answer, never more than the slowest has, so that speed does not tell the
/// models apart. An answer that is complete holds nobody back; one that stalls holds all of them.
/// </summary>
/// <param name="answers">How many there are.</param>
/// <param name="ticks">About so many ticks what is shown may lag behind what all have.</param>
internal sealed class InStepPace(int answers, int ticks) : IComparisonPace
{
    private readonly TextElementBuffer[] _pending = [.. Enumerable.Range(0, answers).Select(_ => new TextElementBuffer())];
    private readonly long[] _shown = new long[answers];

    public bool HasPending => _pending.Index().Any(answer => answer.Item.Available > 0 && _shown[answer.Index] < Limit());

    public void Arrive(int position, string text) => _pending[position - 1].Append(text);

    public void Complete(int position) => _pending[position - 1].Complete();

    public bool IsShown(int position) => _pending[position - 1] is { IsComplete: true, Available: 0 };

    public IReadOnlyList<(int Position, string Text)> Tick()
    {
        var limit = Limit();
        var front = _shown.Max();
        var backlog = _pending.Index().Max(answer => Math.Min(limit, _shown[answer.Index] + answer.Item.Available) - front);
        var target = front + Math.Max(Pace.SmallestPiece, (backlog + ticks - 1) / ticks);
        List<(int, string)> pieces = [];
        foreach (var (i, pending) in _pending.Index())
        {
            var count = (int)Math.Clamp(Math.Min(target, limit) - _shown[i], 0, pending.Available);
            if (count > 0)
            {
                _shown[i] += count;
                pieces.Add((i + 1, pending.Take(count)));
            }
        }

        return pieces;
    }

    /// <summary>How far all may go: as far as the slowest of those that are still written.</summary>
    private long Limit() => _pending.Index().Min(answer => answer.Item.IsComplete ? long.MaxValue : _shown[answer.Index] + answer.Item.Available);
}
