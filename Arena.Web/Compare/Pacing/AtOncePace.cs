using System.Text;

namespace Arena.Web.Compare.Pacing;

/// <summary>Named models: text is shown as it comes, and how fast a model is, is part of what is compared.</summary>
internal sealed class AtOncePace(int answers) : IComparisonPace
{
    private readonly StringBuilder[] _pending = [.. Enumerable.Range(0, answers).Select(_ => new StringBuilder())];
    private readonly bool[] _complete = new bool[answers];

    public bool HasPending => Array.Exists(_pending, pending => pending.Length > 0);

    public void Arrive(int position, string text) => _pending[position - 1].Append(text);

    public void Complete(int position) => _complete[position - 1] = true;

    public bool IsShown(int position) => _complete[position - 1] && _pending[position - 1].Length == 0;

    public IReadOnlyList<(int Position, string Text)> Tick()
    {
        List<(int, string)> pieces = [];
        foreach (var (i, pending) in _pending.Index().Where(answer => answer.Item.Length > 0))
        {
            pieces.Add((i + 1, pending.ToString()));
            pending.Clear();
        }

        return pieces;
    }
}
