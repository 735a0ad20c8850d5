namespace Arena.Ratings.Engine.Tests;

/// <summary>What must not change a board, for any votes.</summary>
public sealed class InvarianceTests
{
    [Fact]
    public void The_order_of_votes_does_not_change_a_bit() => Population.ForAny(seed =>
    {
        var votes = Population.Votes(seed);
        var shuffled = votes.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Bits(BradleyTerry.Fit(Population.Tally(votes))), Bits(BradleyTerry.Fit(Population.Tally(shuffled))));
    });

    [Fact]
    public void Swapping_sides_with_outcomes_does_not_change_a_bit() => Population.ForAny(seed =>
    {
        var votes = Population.Votes(seed);
        var swapped = votes.Select(vote => (vote.Right, vote.Left, Swapped(vote.Preference)));

        Assert.Equal(Bits(BradleyTerry.Fit(Population.Tally(votes))), Bits(BradleyTerry.Fit(Population.Tally(swapped))));
    });

    [Fact]
    public void Swapping_sides_turns_the_seat_term_and_nothing_else() => Population.ForAny(seed =>
    {
        var votes = Population.ConnectedVotes(seed).Concat([("m0", "m1", Preference.Right), ("m1", "m0", Preference.Right)]).ToArray();
        var seen = BradleyTerry.Fit(Population.Tally(votes), new() { PositionBias = true });
        var swapped = BradleyTerry.Fit(
            Population.Tally(votes.Select(vote => (vote.Item2, vote.Item1, Swapped(vote.Item3)))), new() { PositionBias = true });

        Assert.Equal(seen.PositionBias!.Logit, -swapped.PositionBias!.Logit, 1e-9);
        Assert.Equal(seen.PositionBias.StandardError, swapped.PositionBias.StandardError, 1e-9);
        Assert.All(seen.Strengths.Zip(swapped.Strengths), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    });

    [Fact]
    public void Twice_the_votes_leave_strengths_and_halve_variances() => Population.ForAny(seed =>
    {
        var votes = Population.ConnectedVotes(seed);
        var (once, twice) = (BradleyTerry.Fit(Population.Tally(votes)), BradleyTerry.Fit(Population.Tally([.. votes, .. votes])));
        var (one, two) = (Covariance.Of(once), Covariance.Of(twice));

        Assert.All(once.Strengths.Zip(twice.Strengths), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.All(Enumerable.Range(0, once.Models.Count), model => Assert.Equal(one.Variance(model) / 2, two.Variance(model), 1e-9));
    });

    [Fact]
    public void A_model_that_met_nobody_of_the_others_changes_no_difference() => Population.ForAny(seed =>
    {
        var votes = Population.ConnectedVotes(seed);
        var alone = BradleyTerry.Fit(Population.Tally(votes));
        if (alone.Models.Count < 3)
        {
            return; // two islands of two: neither is the main one
        }

        var joined = BradleyTerry.Fit(Population.Tally([.. votes, ("x", "y", Preference.Left), ("y", "x", Preference.Left)]));

        Assert.Equal(Bits(alone), Bits(joined));
        Assert.Equal(["x", "y"], joined.Outsiders.Select(outsider => outsider.Model));
        Assert.Equal(2, joined.Connectivity.Islands);
    });

    /// <summary>The likelihood sees differences: a board pulled to a parent that lies 1 higher lies 1 higher.</summary>
    [Fact]
    public void Shifting_the_parent_of_a_small_board_shifts_nothing_that_is_seen() => Population.ForAny(seed =>
    {
        var tally = Population.Tally(Population.Votes(seed));
        var parent = tally.Models.ToDictionary(model => model, model => (double)model[1] - '3', StringComparer.Ordinal);
        var shifted = parent.ToDictionary(model => model.Key, model => model.Value + 1, StringComparer.Ordinal);

        var seen = BradleyTerry.Fit(tally, new() { Ridge = 1, Parent = parent });
        var moved = BradleyTerry.Fit(tally, new() { Ridge = 1, Parent = shifted });

        Assert.All(seen.Strengths.Zip(moved.Strengths), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    });

    [Fact]
    public void The_mean_of_a_scale_moves_ratings_and_intervals_alike() => Population.ForAny(seed =>
    {
        var fit = BradleyTerry.Fit(Population.Tally(Population.ConnectedVotes(seed)));
        var (low, high) = (SandwichIntervals.Of(fit, new(1000)), SandwichIntervals.Of(fit, new(1500)));

        Assert.Equal(1500, fit.Strengths.Average(new RatingScale(1500).Rating), 1e-9);
        Assert.All(low.Zip(high), pair => Assert.Equal((pair.First.Lower + 500, pair.First.Upper + 500), pair.Second switch { var i => (i.Lower, i.Upper) }, Close));
    });

    [Fact]
    public void The_published_gradient_is_zero_for_any_votes() => Population.ForAny(seed =>
    {
        var tally = Population.Tally(Population.Votes(seed));
        Assert.InRange(BradleyTerry.Fit(tally).GradientNorm, 0, 1e-8);
        Assert.InRange(BradleyTerry.Fit(tally, new() { Reweighted = true }).GradientNorm, 0, 1e-8);
    });

    private static readonly EqualityComparer<(double, double)> Close = EqualityComparer<(double, double)>.Create(
        (one, other) => Math.Abs(one.Item1 - other.Item1) < 1e-9 && Math.Abs(one.Item2 - other.Item2) < 1e-9);

    private static Preference Swapped(Preference preference) => preference switch
    {
        Preference.Left => Preference.Right,
        Preference.Right => Preference.Left,
        _ => preference,
    };

    private static IEnumerable<(string, long)> Bits(PairwiseFit fit) => fit.Models.Zip(fit.Strengths.Select(BitConverter.DoubleToInt64Bits));
}
