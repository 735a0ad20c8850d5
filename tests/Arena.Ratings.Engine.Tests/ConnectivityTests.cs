using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests;

public sealed class ConnectivityTests
{
    [Fact]
    public void A_model_that_only_won_is_rated_without_a_rank_and_the_rest_exactly()
    {
        var rest = Textbook.Wins(("a", "b", 3), ("b", "a", 2), ("b", "c", 2), ("c", "b", 1));
        var with = Textbook.Wins(("a", "b", 3), ("b", "a", 2), ("b", "c", 2), ("c", "b", 1), ("winner", "a", 4), ("winner", "c", 4));

        var (plain, fit) = (BradleyTerry.Fit(rest), BradleyTerry.Fit(with));

        Assert.Equal(plain.Strengths, fit.Strengths);
        var outsider = Assert.Single(fit.Outsiders);
        Assert.Equal(("winner", 8), (outsider.Model, outsider.Battles));
        Assert.InRange(outsider.Strength, fit.Strengths.Max(), 10);
        Assert.Equal(
            "Some models only won or only lost against the rest, so that their strength has no finite estimate. Components: a, b, c | winner.",
            fit.Connectivity.Problem);
        Assert.Equal(
            [("winner", null), ("a", 1), ("b", 2), ("c", 3)],
            Leaderboard.Of(fit, RatingScale.Default, SandwichIntervals.Of(fit, RatingScale.Default)).Rows.Select(row => (row.Model, row.Ranks?.Place)));
    }

    [Fact]
    public void Islands_are_named()
    {
        var fit = BradleyTerry.Fit(Textbook.Wins(("a", "b", 1), ("b", "c", 1), ("c", "a", 1), ("x", "y", 1), ("y", "x", 1)));
        Assert.Equal("The votes fall into 2 islands that never met. Components: a, b, c | x, y.", fit.Connectivity.Problem);
        Assert.Equal(["x", "y"], fit.Outsiders.Select(outsider => outsider.Model));
    }

    [Fact]
    public void One_vote_gives_a_board_that_says_how_little_it_knows()
    {
        var fit = BradleyTerry.Fit(Textbook.Wins(("a", "b", 1)));
        var board = Leaderboard.Of(fit, RatingScale.Default, SandwichIntervals.Of(fit, RatingScale.Default));

        Assert.False(fit.IsExact);
        Assert.Equal(1, fit.Ridge);
        Assert.Equal(0, fit.Strengths.Sum(), 1e-12);
        Assert.All(board.Rows, row => Assert.Equal((BoardStatus.Preliminary, null), (row.Status, row.Ranks)));
        Assert.All(board.Rows, row => Assert.True(row.Interval!.Value.HalfWidth > 100));
    }

    [Fact]
    public void A_tie_connects_both_ways()
    {
        var tally = new Tally();
        tally.Add("a", "b", Preference.Tie);
        Assert.Null(BradleyTerry.Fit(tally).Connectivity.Problem);
        Assert.Equal([0.0, 0.0], BradleyTerry.Fit(tally).Strengths);
    }

    /// <summary>Against reachability by repeated squaring of the adjacency matrix.</summary>
    [Fact]
    public void Components_are_the_classes_of_mutual_reach() => Population.ForAny(seed =>
    {
        var votes = Population.Votes(seed, most: 12);
        var models = votes.SelectMany(vote => new[] { vote.Left, vote.Right }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var reach = models.ToDictionary(model => model, model => new HashSet<string>(StringComparer.Ordinal) { model }, StringComparer.Ordinal);
        for (var round = 0; round < models.Length; round++)
        {
            foreach (var (left, right, preference) in votes)
            {
                if (preference != Preference.Right)
                {
                    reach[right].UnionWith(reach[left]);
                }

                if (preference != Preference.Left)
                {
                    reach[left].UnionWith(reach[right]);
                }
            }
        }

        var expected = models.Select(model => string.Join(',', models.Where(other => reach[model].Contains(other) && reach[other].Contains(model)))).Distinct(StringComparer.Ordinal);
        var found = BradleyTerry.Fit(Population.Tally(votes)).Connectivity.Components.Select(members => string.Join(',', members));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void A_model_against_itself_is_refused()
    {
        var refused = Assert.Throws<SelfPairException>(() => new Tally().Add("a", "a", Preference.Left));
        Assert.Equal("a", refused.Model);
    }

    [Fact]
    public void No_votes_and_only_ties_for_Davidson_are_refused_with_the_reason()
    {
        Assert.Equal("There are no votes.", Assert.Throws<FitException>(() => BradleyTerry.Fit(new Tally())).Message);
        var ties = new Tally();
        ties.Add("a", "b", Preference.BothBad);
        Assert.Equal("Every vote is a tie: Davidson's ν has no finite estimate.", Assert.Throws<FitException>(() => Davidson.Fit(ties)).Message);
        Assert.Equal(
            "No vote is left: all were ties or both bad, which are dropped.",
            Assert.Throws<FitException>(() => BradleyTerry.Fit(ties, new() { Outcomes = OutcomePolicy.DecisiveOnly })).Message);
    }
}
