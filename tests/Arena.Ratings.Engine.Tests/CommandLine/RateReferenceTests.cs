using System.Text.Json;
using Arena.Ratings.Engine.Tests.Data;

namespace Arena.Ratings.Engine.Tests.CommandLine;

/// <summary>The command, as scripts call it, against known numbers.</summary>
public sealed class RateReferenceTests : IDisposable
{
    private readonly RateFixture _files = new();

    public static TheoryData<string> Sets => ReferenceTests.Sets;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Ratings_and_intervals_are_the_expected_ones(string set)
    {
        var expected = set == "wikipedia" ? Wikipedia() : Columns("bt_exact", "bt_lo95_sandwich", "bt_hi95_sandwich");
        var file = set == "wikipedia" ? _files.File("votes.csv", WikipediaVotes) : DevelopmentData.File("battles.csv.gz");

        var board = RateFixture.Json(file, "--reject-self-pairs", "--intervals", "sandwich-arena-rank");

        var models = board.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), models.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(models, model => Assert.Equal(expected[Name(model)].Rating, Number(model, "rating"), 1e-6));
        Assert.All(models, model => Assert.Equal(expected[Name(model)].Lower, Number(model, "lower"), 1e-3));
        Assert.All(models, model => Assert.Equal(expected[Name(model)].Upper, Number(model, "upper"), 1e-3));
        Assert.InRange(board.GetProperty("gradient_norm").GetDouble(), 0, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Elo_is_played_in_the_order_of_the_file(string set)
    {
        var (file, k, expected) = set == "wikipedia"
            ? (_files.File("games.csv", "id,model_a,model_b,winner\n1,pizza,burger,model_a\n2,burger,sushi,model_b\n3,pizza,sushi,tie\n"),
                "30",
                new Dictionary<string, double>(StringComparer.Ordinal) { ["pizza"] = 1014.972058, ["burger"] = 970.647200, ["sushi"] = 1014.380742 })
            : (DevelopmentData.File("battles.csv.gz"), "4", DevelopmentData.Expected("fastchat_online_elo_k4"));

        var board = RateFixture.Json(file, "--reject-self-pairs", "--method", "elo", "--k", k);

        Assert.All(board.GetProperty("models").EnumerateArray(), model => Assert.Equal(expected[Name(model)], Number(model, "rating"), 1e-6));
        Assert.Equal(expected.Count, board.GetProperty("models").GetArrayLength());
    }

    [Fact]
    public void The_same_seed_draws_the_same_intervals()
    {
        var votes = _files.File("votes.csv", WikipediaVotes);
        string Models(string seed) => RateFixture.Json(votes, "--bootstrap", "50", "--seed", seed).GetProperty("models").GetRawText();
        Assert.Equal(Models("7"), Models("7"));
    }

    public void Dispose() => _files.Dispose();

    private static string WikipediaVotes => "id,model_a,model_b,winner\n" + string.Concat(
        Textbook.WikipediaGames.SelectMany(game => Enumerable.Repeat((game.Winner, game.Loser), game.Games))
            .Select((game, id) => id % 2 == 0 ? $"{id},{game.Winner},{game.Loser},model_a\n" : $"{id},{game.Loser},{game.Winner},model_b\n"));

    private static Dictionary<string, (double Rating, double Lower, double Upper)> Wikipedia() => ReferenceTests.WikipediaRatings.ToDictionary(
        model => model.Key,
        model => (model.Value,
            model.Value - (Interval.Z * Math.Sqrt(ReferenceTests.WikipediaVariances[model.Key])),
            model.Value + (Interval.Z * Math.Sqrt(ReferenceTests.WikipediaVariances[model.Key]))),
        StringComparer.Ordinal);

    private static Dictionary<string, (double Rating, double Lower, double Upper)> Columns(string rating, string lower, string upper)
    {
        var (ratings, lowers, uppers) = (DevelopmentData.Expected(rating), DevelopmentData.Expected(lower), DevelopmentData.Expected(upper));
        return ratings.ToDictionary(model => model.Key, model => (model.Value, lowers[model.Key], uppers[model.Key]), StringComparer.Ordinal);
    }

    private static string Name(JsonElement model) => model.GetProperty("model").GetString()!;

    private static double Number(JsonElement model, string field) => model.GetProperty(field).GetDouble();
}
