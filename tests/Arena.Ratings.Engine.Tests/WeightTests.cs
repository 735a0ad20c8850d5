namespace Arena.Ratings.Engine.Tests;

public sealed class WeightTests
{
    [Fact]
    public void A_vote_of_weight_two_pulls_like_two_votes()
    {
        var (weighted, counted) = (Population.Tally(Population.ConnectedVotes(3)), Population.Tally(Population.ConnectedVotes(3)));
        weighted.AddWeighted(weighted.IndexOf("m0"), weighted.IndexOf("m1"), Preference.Left, 2);
        counted.Add("m0", "m1", Preference.Left, 2);
        Assert.All(
            BradleyTerry.Fit(weighted).Strengths.Zip(BradleyTerry.Fit(counted).Strengths), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.True(Covariance.Of(BradleyTerry.Fit(weighted)).Variance(0) > Covariance.Of(BradleyTerry.Fit(counted)).Variance(0));
    }

    [Fact]
    public void Weights_say_how_much_they_cost()
    {
        var weights = new PropensityWeights(cap: 5);
        Assert.Equal([1, 0.5, 5], [weights.Weigh(0.1, 10), weights.Weigh(0.2, 10), weights.Weigh(0.001, 10)]);
        Assert.Equal((1, 3, 6.5 * 6.5 / 26.25), (weights.Capped, weights.Votes, weights.EffectiveSampleSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.Weigh(0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.Weigh(double.NaN, 10));
    }

    /// <summary>
    /// Who is better depends on the opponent here, which Bradley–Terry cannot express: what it says depends on which pairs meet. Weighted, votes of a
    /// policy that prefers one pair say what votes of uniform pairing say.
    /// </summary>
    [Fact]
    public void Inverse_propensities_undo_a_pairing_that_prefers_a_pair()
    {
        var (random, uniform, preferred, corrected) = (new Random(8), new Tally(), new Tally(), new Tally());
        var weights = new PropensityWeights();
        (int, int)[] pairs = [(0, 1), (1, 2), (0, 2)];
        double[] chances = [0.7, 0.6, 0.4]; // rock, paper, scissors, a little
        double[] preference = [0.8, 0.1, 0.1];
        foreach (var tally in new[] { uniform, preferred, corrected })
        {
            Array.ForEach(["a", "b", "c"], name => tally.IndexOf(name));
        }

        for (var i = 0; i < 60_000; i++)
        {
            var even = random.Next(3);
            uniform.Add(pairs[even].Item1, pairs[even].Item2, Vote(even));
            var u = random.NextDouble();
            var drawn = u < 0.8 ? 0 : u < 0.9 ? 1 : 2;
            var vote = Vote(drawn);
            preferred.Add(pairs[drawn].Item1, pairs[drawn].Item2, vote);
            corrected.AddWeighted(pairs[drawn].Item1, pairs[drawn].Item2, vote, weights.Weigh(preference[drawn], 3));
        }

        Preference Vote(int pair) => random.NextDouble() < chances[pair] ? Preference.Left : Preference.Right;
        double Gap(Tally votes) => BradleyTerry.Fit(votes).Strengths switch { var strengths => strengths[0] - strengths[1] };

        Assert.True(Math.Abs(Gap(preferred) - Gap(uniform)) > 0.2);
        Assert.Equal(Gap(uniform), Gap(corrected), 0.05);
    }

    [Fact]
    public void Balanced_pairs_do_not_depend_on_how_often_a_large_pair_met()
    {
        var (once, more) = (Triangle(100), Triangle(1000));
        Assert.All(
            BradleyTerry.Fit(once, new() { Reweighted = true }).Strengths.Zip(BradleyTerry.Fit(more, new() { Reweighted = true }).Strengths),
            pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.NotEqual(BradleyTerry.Fit(once).Strengths[0], BradleyTerry.Fit(more).Strengths[0], 0.01);

        static Tally Triangle(int games) => Data.Textbook.Wins(
            ("a", "b", 7 * games), ("b", "a", 3 * games), ("b", "c", 600), ("c", "b", 400), ("c", "a", 600), ("a", "c", 400));
    }
}
