using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>One vote of one voter, for the search for voters who do not vote like the others.</summary>
public sealed record VoterVote(string Voter, string Left, string Right, Preference Preference);

/// <summary>What the votes of one voter say against that voter.</summary>
/// <param name="Votes">Votes that were looked at.</param>
/// <param name="Evidence">The highest value of the e-process: at least 20 for a voter who is flagged at α = 5 %.</param>
/// <param name="FlaggedAt">The vote, from 1, with which the bound was crossed; null for a voter who is not flagged.</param>
public sealed record VoterVerdict(string Voter, int Votes, double Evidence, int? FlaggedAt);

/// <summary>
/// Finds voters who favour or punish a model against what all others say. For each vote on a pair, p = (1 + others' votes at least as extreme) /
/// (1 + others' votes), in both directions; ½ p^(−½) turns p into a bet whose mean is at most 1 for an honest voter; the bets multiply, and the evidence is the mean of both
/// directions. Then the chance that an honest voter is ever flagged is at most α (Ville's inequality).
/// Sources: lm-sys/FastChat <c>outlier_detect</c>, whose factor 1/(2p) gives no such bound; Vovk and Wang, Annals of
/// Statistics 49 (2021), for the calibrator κ p^(κ−1) with κ = ½.
/// </summary>
public static class AnomalousVoters
{
    /// <summary>Voters with fewer votes are not judged.</summary>
    public const int FewestVotes = 5;

    /// <summary>So many first votes of each voter are looked at.</summary>
    public const int MostVotes = 100;

    /// <summary>One verdict per voter with enough votes, strongest evidence first.</summary>
    /// <param name="votes">In the order in which they were cast.</param>
    /// <param name="alpha">Share of honest voters that may be flagged, above 0, below 1.</param>
    public static IReadOnlyList<VoterVerdict> Find(IReadOnlyCollection<VoterVote> votes, double alpha = 0.05)
    {
        if (alpha is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A share of voters lies between 0 and 1.");
        }

        var all = new Dictionary<(string, string), Scores>();
        foreach (var vote in votes)
        {
            Count(all, vote);
        }

        return
        [
            .. votes.GroupBy(vote => vote.Voter, StringComparer.Ordinal)
                .Where(voter => voter.Count() >= FewestVotes)
                .Select(voter => Judge(voter.Key, [.. voter], all, 1 / alpha))
                .OrderByDescending(verdict => verdict.Evidence).ThenBy(verdict => verdict.Voter, StringComparer.Ordinal),
        ];
    }

    private static VoterVerdict Judge(string voter, VoterVote[] votes, Dictionary<(string, string), Scores> all, double bound)
    {
        var own = new Dictionary<(string, string), Scores>();
        foreach (var vote in votes)
        {
            Count(own, vote);
        }

        var (up, down, highest) = (1.0, 1.0, 0.0);
        int? flagged = null;
        var judged = votes.Take(MostVotes).ToArray();
        for (var i = 0; i < judged.Length; i++)
        {
            var (pair, score) = Seen(judged[i]);
            var others = all[pair].Without(own[pair]);
            up *= Bet((1.0 + others.AtLeast(score)) / (1 + others.Total));
            down *= Bet((1.0 + others.AtMost(score)) / (1 + others.Total));
            var evidence = (up + down) / 2;
            highest = Math.Max(highest, evidence);
            flagged ??= evidence >= bound ? i + 1 : null;
        }

        return new(voter, judged.Length, highest, flagged);
    }

    private static double Bet(double p) => 0.5 / Math.Sqrt(p);

    /// <summary>A vote from the side of the model that comes first by name: 0 lost, 1 neither, 2 won.</summary>
    private static ((string, string) Pair, int Score) Seen(VoterVote vote)
    {
        var score = (int)(2 * vote.Preference.LeftScore());
        return string.CompareOrdinal(vote.Left, vote.Right) < 0 ? ((vote.Left, vote.Right), score) : ((vote.Right, vote.Left), 2 - score);
    }

    private static void Count(Dictionary<(string, string), Scores> counts, VoterVote vote)
    {
        var (pair, score) = Seen(vote);
        ref var scores = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _);
        scores = scores.With(score);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Scores(int Lost, int Neither, int Won)
    {
        public int Total => Lost + Neither + Won;

        public Scores With(int score) => score switch
        {
            0 => this with { Lost = Lost + 1 },
            1 => this with { Neither = Neither + 1 },
            _ => this with { Won = Won + 1 },
        };

        public Scores Without(Scores other) => new(Lost - other.Lost, Neither - other.Neither, Won - other.Won);

        public int AtLeast(int score) => score switch { 0 => Total, 1 => Neither + Won, _ => Won };

        public int AtMost(int score) => score switch { 0 => Lost, 1 => Lost + Neither, _ => Total };
    }
}
