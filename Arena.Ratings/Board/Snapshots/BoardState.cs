using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>What a board has counted so far: one more vote is one more increment.</summary>
internal sealed class BoardState(BoardKey key)
{
    private int _counted;
    private int _flagsVersion;
    private int _familiesVersion;
    private Dictionary<VoteFlags, long> _flagged = [];

    public BoardKey Key => key;

    public Tally Tally { get; private set; } = new();

    /// <summary>What the pairs were drawn with, where votes are weighed by it.</summary>
    public PropensityWeights Propensities { get; private set; } = new();

    /// <summary>The votes with their styles, which a count does not tell; only on a board that controls style.</summary>
    public StyledVotes Styled { get; private set; } = new();

    public IReadOnlyDictionary<string, long> Flagged => VoteFlagNames.All
        .Where(flag => _flagged.ContainsKey(flag.Flag)).ToDictionary(flag => flag.Name, flag => _flagged[flag.Flag], StringComparer.Ordinal);

    /// <summary>Counts what is new; all again when flags of old votes, or the families that are compared, have changed.</summary>
    public void CatchUp(VoteStore store)
    {
        if (_flagsVersion != store.FlagsVersion || (key.By is BoardSubject.Family && _familiesVersion != store.FamiliesVersion))
        {
            (Tally, Styled, _flagged, Propensities, _counted) = (new(), new(), [], new(), 0);
        }

        (_flagsVersion, _familiesVersion) = (store.FlagsVersion, store.FamiliesVersion);

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

        var (left, right) = (store.NameOf(vote.Left, key.By), store.NameOf(vote.Right, key.By));
        if (left == right)
        {
            return; // within a family
        }

        if (key.Weights is not BoardWeights.Propensity)
        {
            Tally.Add(left, right, vote.Preference);
        }
        else if (vote.PairProbability is { } probability)
        {
            // Relative weights are all that a fit needs: how many pairs were eligible is not known, and would divide all of them alike.
            Tally.AddWeighted(Tally.IndexOf(left), Tally.IndexOf(right), vote.Preference, Propensities.Weigh(probability, eligiblePairs: 1));
        }

        if (key.StyleControl)
        {
            Styled.Add(left, right, vote.Preference, vote.LeftStyle, vote.RightStyle);
        }
    }
}
