using System.Text;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Runs;

namespace Arena.Web.Battles.Api;

/// <summary>What the events of a battle add up to.</summary>
internal sealed class Transcript
{
    private readonly StringBuilder _a = new();
    private readonly StringBuilder _b = new();
    private DateTimeOffset _began;
    private DateTimeOffset _ended;

    public string A => _a.ToString();

    public string B => _b.ToString();

    public ProblemData? Failure { get; private set; }

    /// <summary>Both sides are whole and in the ledger.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>From the question to the last piece of either side, to the millisecond: how long both answers took together.</summary>
    public double PacedSeconds => Math.Round((_ended - _began).TotalSeconds, 3);

    public static Transcript Of(IEnumerable<BattleEvent> events)
    {
        var transcript = new Transcript();
        foreach (var item in events)
        {
            transcript.Add(item);
        }

        return transcript;
    }

    public void Add(BattleEvent item)
    {
        switch (item.Type)
        {
            case BattleEvent.State:
                _began = _ended = item.At;
                break;
            case BattleEvent.Restart:
                _a.Clear();
                _b.Clear();
                break;
            case BattleEvent.Delta:
                var delta = EventData.ParseDelta(item.Data);
                (delta.Slot == "a" ? _a : _b).Append(delta.Text);
                _ended = item.At;
                break;
            case BattleEvent.Answered:
                IsAnswered = true;
                break;
            case BattleEvent.Failed:
                Failure = EventData.ParseProblem(item.Data);
                break;
        }
    }
}
