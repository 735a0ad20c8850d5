using MathNet.Numerics.LinearAlgebra;

namespace Arena.Ratings.Engine.Tests;

public class VoteValueTests
{
    private static readonly string[] Ids = ["a", "b", "c", "d"];

    /// <summary>With an independent linear algebra: the trace of the inverse before and after one more vote is in the information.</summary>
    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "d")]
    [InlineData("d", "c")]
    [InlineData("a", "new")]
    [InlineData("new", "newer")]
    public void Is_what_the_variances_together_lose(string one, string other)
    {
        var votes = Votes();
        string[] models = [.. Ids, "new", "newer"];
        var fit = BradleyTerry.Fit(votes, new() { Ridge = 1 });
        double Strength(string id) => fit.Models.Contains(id) ? fit.Strengths[fit.Models.Index().First(model => model.Item == id).Index] : 0;
        var information = Matrix<double>.Build.DenseIdentity(models.Length);
        foreach (var pair in votes.Pairs)
        {
            var n = Enum.GetValues<Preference>().Sum(pair.Count);
            information += n * OneVote(models, votes.Models[pair.Left], votes.Models[pair.Right], Strength);
        }

        var lost = information.Inverse().Trace() - (information + OneVote(models, one, other, Strength)).Inverse().Trace();

        Assert.Equal(lost, VoteValue.After(votes).Of(one, other), 12);
        Assert.Equal(lost, VoteValue.After(votes).Of(other, one), 12);
    }

    [Fact]
    public void Before_any_vote_every_pair_is_worth_the_same() =>
        Assert.Equal([0.3333333333333333, 0.3333333333333333], new[] { VoteValue.After(new()).Of("a", "b"), VoteValue.After(new()).Of("x", "y") });

    [Fact]
    public void A_newcomer_is_worth_more_than_any_two_that_are_known()
    {
        var value = VoteValue.After(Votes());
        var known = Ids.SelectMany(one => Ids.Where(other => one != other).Select(other => value.Of(one, other))).Max();

        Assert.All(Ids, id => Assert.True(value.Of(id, "new") > known));
    }

    [Fact]
    public void Without_a_ridge_there_is_no_prior() => Assert.Throws<ArgumentOutOfRangeException>(() => VoteValue.After(Votes(), ridge: 0));

    private static Matrix<double> OneVote(string[] models, string one, string other, Func<string, double> strength)
    {
        var p = 1 / (1 + Math.Exp(strength(other) - strength(one)));
        var contrast = Vector<double>.Build.Dense(models.Length, i => models[i] == one ? 1 : models[i] == other ? -1 : 0);
        return p * (1 - p) * contrast.OuterProduct(contrast);
    }

    private static Tally Votes()
    {
        var tally = new Tally();
        tally.Add("a", "b", Preference.Left, 30);
        tally.Add("b", "a", Preference.Left, 12);
        tally.Add("b", "c", Preference.Tie, 9);
        tally.Add("c", "d", Preference.Right, 4);
        tally.Add("d", "a", Preference.BothBad, 2);
        return tally;
    }
}
