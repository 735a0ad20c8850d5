using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests;

/// <summary>Published numbers, and the numbers of the development data where they are.</summary>
public sealed class ReferenceTests
{
    /// <summary>Ratings and, of the large set, variances on the scale of 400.</summary>
    public static TheoryData<string> Sets => DevelopmentData.Folder is null ? ["wikipedia"] : ["wikipedia", "lmarena_140k"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_exact_fit_is_the_maximum(string set)
    {
        var (tally, expected) = set == "wikipedia"
            ? (Textbook.Wikipedia, new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["A"] = 922.4271469786697,
                ["B"] = 1007.3660811653474,
                ["C"] = 927.7676089023354,
                ["D"] = 1142.4391629536476,
            })
            : (DevelopmentData.Tally, DevelopmentData.Expected("bt_exact"));

        var fit = BradleyTerry.Fit(tally);

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), fit.Models);
        Assert.All(fit.Models.Zip(fit.Strengths), model => Assert.Equal(expected[model.First], RatingScale.Default.Rating(model.Second), 1e-9));
        Assert.InRange(fit.GradientNorm, 0, 1e-9);
        Assert.InRange(fit.Iterations, 1, 8);
    }

    [Fact]
    public void Baseball_without_home_advantage()
    {
        var fit = BradleyTerry.Fit(Textbook.Baseball);
        double[] expected = [0, 1.107697705378655, 0.6838527691591617, 1.4364084318124366, 1.581355876661394, 1.2476178451413875, 1.2944851239118065];
        Assert.All(fit.Strengths.Zip(expected), team => Assert.Equal(team.Second, team.First - fit.Strengths[0], 1e-9));
    }

    [Fact]
    public void Baseball_with_home_advantage()
    {
        var fit = BradleyTerry.Fit(Textbook.Baseball, new() { PositionBias = true });
        var total = fit.Strengths.Sum(Math.Exp);
        double[] shares =
        [
            0.04355980362820378, 0.13672031200872448, 0.08813142702650599, 0.19046947401883965, 0.22001367913285674, 0.15687904396955046, 0.16422626021531883,
        ];

        Assert.Equal(0.302260654908795, fit.PositionBias!.Logit, 1e-9);
        Assert.Equal(0.1309, fit.PositionBias.StandardError, 1e-4); // BradleyTerry2 prints 0.1309
        Assert.All(fit.Strengths.Zip(shares), team => Assert.Equal(team.Second, Math.Exp(team.First) / total, 1e-7));
    }

    [Fact]
    public void Citations_between_journals()
    {
        var fit = BradleyTerry.Fit(Textbook.Citations);
        double[] expected = [0, -2.9490724968439084, -0.479569769751993, 0.2689540558194714];
        Assert.All(fit.Strengths.Zip(expected), journal => Assert.Equal(journal.Second, journal.First - fit.Strengths[0], 1e-9));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_intervals_of_arena_rank(string set)
    {
        if (set != "lmarena_140k")
        {
            return;
        }

        var fit = BradleyTerry.Fit(DevelopmentData.Tally);
        var covariance = Covariance.Of(fit, CovarianceKind.SandwichArenaRank);
        var expected = DevelopmentData.Expected("bt_var");
        for (var model = 0; model < fit.Models.Count; model++)
        {
            Assert.Equal(1, covariance.Variance(model) * RatingScale.Default.Alpha * RatingScale.Default.Alpha / expected[fit.Models[model]], 1e-8);
        }
    }
}
