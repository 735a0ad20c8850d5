using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>What a board has counted so far: one more vote is one more increment.</summary>
internal sealed class BoardState(BoardKey key)
{
    /// <summary>The largest inverse propensity: a rare pair must not decide the board.</summary>
    private const double LargestWeight = 20;

    private int _counted;
    private int _flagsVersion;
    private Dictionary<VoteFlags, long> _flagged = [];

    public BoardKey Key => key;

    public Tally Tally { get; private set; } = new();

    public long CappedWeights { get; private set; }

    /// <summary>Votes on the board, by index in the store; kept only where the fit needs each of them.</summary>
    public List<int> Rows { get; private set; } = [];

    public IReadOnlyDictionary<string, long> Flagged => VoteFlagNames.All
        .Where(flag => _flagged.ContainsKey(flag.Flag)).ToDictionary(flag => flag.Name, flag => _flagged[flag.Flag], StringComparer.Ordinal);

    /// <summary>Counts what is new; all again when flags of old votes have changed.</summary>
    public void CatchUp(VoteStore store)
    {
        if (_flagsVersion != store.FlagsVersion)
        {
            (Tally, Rows, _flagged, CappedWeights, _counted, _flagsVersion) = (new(), [], [], 0, 0, store.FlagsVersion);
        }

        for (; _counted < store.Votes.Count; _counted++)
        {
            Count(store.Votes[_counted], store.Flags[_counted], store);
        }
    }

    private void Count(SealedVote vote, VoteFlags flags, VoteStore store)
    {
        foreach (var (flag, _) in VoteFlagNames.All)
        {
            if ((flags & flag) != VoteFlags.None)
            {
                _flagged[flag] = _flagged.GetValueOrDefault(flag) + 1;
            }
        }

        if (!key.Counts(vote, flags, store))
        {
            return;
        }

        var (left, right) = (store.Models.Names[vote.Left], store.Models.Names[vote.Right]);
        if (key.Weights is not BoardWeights.Propensity)
        {
            Tally.Add(left, right, vote.Preference);
        }
        else if (vote.PairProbability is { } probability)
        {
            CappedWeights += 1 / probability > LargestWeight ? 1 : 0;
            Tally.AddWeighted(Tally.IndexOf(left), Tally.IndexOf(right), vote.Preference, Math.Min(1 / probability, LargestWeight));
        }
        else
        {
            return;
        }

        if (key.StyleControl)
        {
            Rows.Add(_counted);
        }
    }
}
