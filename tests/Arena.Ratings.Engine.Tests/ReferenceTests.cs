using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests;

/// <summary>Published numbers, and the numbers of the development data where they are.</summary>
public sealed class ReferenceTests
{
    internal static readonly Dictionary<string, double> WikipediaRatings = new(StringComparer.Ordinal)
    {
        ["A"] = 922.4271469786697,
        ["B"] = 1007.3660811653474,
        ["C"] = 927.7676089023354,
        ["D"] = 1142.4391629536476,
    };

    internal static readonly Dictionary<string, double> WikipediaVariances = new(StringComparer.Ordinal)
    {
        ["A"] = 8940.327294777417,
        ["B"] = 7087.216132318898,
        ["C"] = 8417.010888917835,
        ["D"] = 11746.639570064657,
    };

    /// <summary>Ratings and, of the large set, variances on the scale of 400.</summary>
    public static TheoryData<string> Sets => DevelopmentData.Folder is null ? ["wikipedia"] : ["wikipedia", "lmarena_140k"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_exact_fit_is_the_maximum(string set)
    {
        var (tally, expected) = set == "wikipedia"
            ? (Textbook.Wins(Textbook.WikipediaGames), WikipediaRatings)
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

    /// <summary>Variances on the scale of 400; those of the small set were computed by another program, with 1e-5 of its 22 votes on the diagonal.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void The_covariance_is_that_of_arena_rank(string set)
    {
        var (tally, expected) = set == "wikipedia"
            ? (Textbook.Wins(Textbook.WikipediaGames), WikipediaVariances)
            : (DevelopmentData.Tally, DevelopmentData.Expected("bt_var"));
        var fit = BradleyTerry.Fit(tally);
        var covariance = Covariance.Of(fit, CovarianceKind.SandwichArenaRank);
        Assert.All(
            fit.Models.Index(),
            model => Assert.Equal(1, covariance.Variance(model.Index) * Math.Pow(RatingScale.Default.Alpha, 2) / expected[model.Item], 1e-8));
    }
}
