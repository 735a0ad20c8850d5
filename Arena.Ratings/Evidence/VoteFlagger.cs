using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Evidence;

/// <summary>
/// Flags what only shows among other votes: duplicates, bursts and anomalous voters. Never removes anything. What is flagged depends on the
/// votes alone, not on when it was looked at: two replicas at the same place of the chain flag the same.
/// </summary>
internal sealed class VoteFlagger
{
    private const VoteFlags OfVoters = VoteFlags.AnomalousVoter | VoteFlags.Burst;

    private readonly HashSet<(int Voter, int Prompt, int One, int Other)> _judged = [];
    private Dictionary<int, VoteFlags> _voters = [];
    private int _votersJudgedAt;

    /// <summary>Flags the votes from an index on, and earlier ones of voters who are suspected now or not any more.</summary>
    /// <returns>Whether a flag of an earlier vote has changed.</returns>
    public bool Flag(IReadOnlyList<SealedVote> votes, List<VoteFlags> flags, int from)
    {
        for (var i = from; i < votes.Count; i++)
        {
            var vote = votes[i];
            if (vote.Voter is { } voter && !_judged.Add((voter, vote.Prompt, Math.Min(vote.Left, vote.Right), Math.Max(vote.Left, vote.Right))))
            {
                flags[i] |= VoteFlags.Duplicate;
            }
        }

        if (Checkpoint(votes.Count) is var checkpoint && checkpoint != _votersJudgedAt)
        {
            _voters = Suspects([.. votes.Take(checkpoint).Where(vote => vote.Voter is not null && vote.Recorded == VoteFlags.None)]);
            _votersJudgedAt = checkpoint;
        }

        var changed = false;
        for (var i = 0; i < votes.Count; i++)
        {
            var now = (flags[i] & ~OfVoters) | (votes[i].Voter is { } voter ? _voters.GetValueOrDefault(voter) : VoteFlags.None);
            changed |= i < from && now != flags[i];
            flags[i] = now;
        }

        return changed;
    }

    /// <summary>Looking at all voters costs: they are looked at after each vote at first, later each time the votes have grown by about a hundredth.</summary>
    private static int Checkpoint(int votes)
    {
        var step = 1;
        while (votes / step >= 1000)
        {
            step *= 10;
        }

        return votes - (votes % step);
    }

    private static Dictionary<int, VoteFlags> Suspects(List<SealedVote> votes)
    {
        var suspects = votes.GroupBy(vote => vote.Voter!.Value).Where(voter => Bursts.Of(voter.Select(vote => vote.At)) != BurstSigns.None)
            .ToDictionary(voter => voter.Key, _ => VoteFlags.Burst);
        var judged = votes.ConvertAll(vote => new VoterVote(Name(vote.Voter!.Value), Name(vote.Left), Name(vote.Right), vote.Preference));
        foreach (var verdict in AnomalousVoters.Find(judged).Where(verdict => verdict.FlaggedAt is not null))
        {
            var voter = int.Parse(verdict.Voter, System.Globalization.CultureInfo.InvariantCulture);
            suspects[voter] = suspects.GetValueOrDefault(voter) | VoteFlags.AnomalousVoter;
        }

        return suspects;
    }

    private static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
