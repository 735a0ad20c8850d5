using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests;

public sealed class EvidenceTests
{
    [Fact]
    public void The_fewest_votes_that_change_a_rank_change_it_and_one_fewer_does_not()
    {
        var tally = Textbook.Wins(("a", "b", 60), ("b", "a", 50), ("b", "c", 55), ("c", "b", 50), ("a", "c", 12), ("c", "a", 10));
        var found = Robustness.Of(BradleyTerry.Fit(tally), TestContext.Current.CancellationToken);
        Assert.Equal([("a", 1), ("b", 2), ("c", 3)], found.Select(model => (model.Model, model.Place)));
        Assert.Equal((null, null), (found[0].VotesToGain, found[2].VotesToLose));

        var votes = new InventedVotes(BradleyTerry.Fit(tally));
        Assert.Equal((1, 2), (votes.Place(1, found[1].VotesToGain!.Value), votes.Place(1, found[1].VotesToGain!.Value - 1)));
        Assert.Equal((3, 2), (votes.Place(1, -found[1].VotesToLose!.Value), votes.Place(1, -(found[1].VotesToLose!.Value - 1))));
    }

    /// <summary>a is above b by 4 to 1 against c, where b has 3 to 2: every removal is tried, up to three.</summary>
    [Fact]
    public void The_fewest_removals_that_swap_two_models()
    {
        var tally = Textbook.Wins(("a", "c", 12), ("c", "a", 5), ("b", "c", 10), ("c", "b", 6), ("a", "b", 4), ("b", "a", 4));
        var fit = BradleyTerry.Fit(tally);
        Assert.Equal(Fewest(), Removals.ToSwap(fit, 0, 1));

        static long Fewest()
        {
            for (var most = 1; ; most++)
            {
                for (var fromA = 0; fromA <= most; fromA++)
                {
                    for (var fromB = 0; fromA + fromB <= most; fromB++)
                    {
                        var without = Textbook.Wins(
                            ("a", "c", 12 - fromA), ("c", "a", 5), ("b", "c", 10), ("c", "b", 6 - fromB), ("a", "b", 4 - (most - fromA - fromB)), ("b", "a", 4));
                        var refit = BradleyTerry.Fit(without);
                        if (refit.Strengths[0] <= refit.Strengths[1])
                        {
                            return most;
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void A_voter_who_always_votes_for_the_weaker_model_is_flagged()
    {
        var votes = Honest(new Random(1), voters: 30, each: 20);
        votes.AddRange(Enumerable.Repeat(new VoterVote("rigger", "strong", "weak", Preference.Right), 20));

        var verdicts = AnomalousVoters.Find(votes);

        Assert.Equal("rigger", verdicts[0].Voter);
        Assert.InRange(verdicts[0].FlaggedAt!.Value, 3, 15);
        Assert.True(verdicts[0].Evidence >= 20);
    }

    [Fact]
    public void Honest_voters_are_flagged_no_more_often_than_promised()
    {
        var verdicts = Enumerable.Range(0, 20).SelectMany(seed => AnomalousVoters.Find(Honest(new Random(seed), voters: 50, each: 40))).ToArray();
        Assert.Equal(1000, verdicts.Length);
        Assert.InRange(verdicts.Count(verdict => verdict.FlaggedAt is not null), 0, 50);
    }

    [Fact]
    public void A_single_tie_on_a_one_sided_pair_flags_nobody()
    {
        var votes = Enumerable.Range(0, 200).Select(i => new VoterVote($"v{i % 20}", "strong", "weak", Preference.Left)).ToList();
        votes.Add(new("v1", "weak", "strong", Preference.Tie));
        Assert.All(AnomalousVoters.Find(votes), verdict => Assert.Null(verdict.FlaggedAt));
    }

    [Theory]
    [InlineData(BurstSigns.None, 60, 20)]
    [InlineData(BurstSigns.None, 5, 0.1)]
    [InlineData(BurstSigns.Instant | BurstSigns.Rapid | BurstSigns.Runs, 50, 0.5)]
    [InlineData(BurstSigns.Rapid | BurstSigns.Runs, 50, 2)]
    [InlineData(BurstSigns.Runs, 50, 4)]
    [InlineData(BurstSigns.ManyInHours, 120, 60)]
    [InlineData(BurstSigns.ManyInHours | BurstSigns.ManyInADay, 800, 100)]
    public void Bursts_show_in_the_gaps(BurstSigns expected, int votes, double seconds)
    {
        var start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(expected, Bursts.Of(Enumerable.Range(0, votes).Select(i => start.AddSeconds(i * seconds))));
    }

    private static List<VoterVote> Honest(Random random, int voters, int each) =>
    [
        .. from voter in Enumerable.Range(0, voters)
           from vote in Enumerable.Range(0, each)
           let u = random.NextDouble()
           select new VoterVote($"honest {voter}", "strong", "weak", u < 0.7 ? Preference.Left : u < 0.85 ? Preference.Tie : Preference.Right),
    ];
}
