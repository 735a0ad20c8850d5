using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;

namespace Arena.Ratings.Tests;

/// <summary>Voters who know the true strengths of the simulator's models vote through the public API, and the board is asked what it believes.</summary>
public class CoverageTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    /// <summary>Independent populations: each is a category, and so a board of its own.</summary>
    private const int Worlds = 6;

    private const int VotesPerWorld = 130;

    /// <summary>With 30 intervals of 95 %, fewer than 24 that cover the truth would be seen once in about two thousand times.</summary>
    private const int FewestCovered = 24;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_intervals_cover_the_truth_as_often_as_they_promise()
    {
        var strengths = SimulatedStrengths();
        var random = new Random(95);
        var votes = Enumerable.Range(0, Worlds * VotesPerWorld).Select(i => Ballot(strengths, random, i)).ToList();
        await BoardTests.Played.PlayAsync(fixture.Host, votes);

        using var client = fixture.Host.CreateClient();
        var (covered, intervals, mean) = (0, 0, strengths.Values.Average());
        for (var world = 0; world < Worlds; world++)
        {
            var board = (await client.GetFromJsonAsync<JsonObject>($"/api/leaderboard?category=world-{world}", Token))!;
            Assert.Null((string?)board["board"]!["fit"]!["problem"]);
            foreach (var row in board["rows"]!.AsArray())
            {
                var truth = 1500 + strengths[(string)row!["model_id"]!] - mean;
                covered += (double)row["lower"]! <= truth && truth <= (double)row["upper"]! ? 1 : 0;
                intervals++;
            }
        }

        Assert.Equal(Worlds * strengths.Count, intervals);
        Assert.InRange(covered, FewestCovered, intervals);

        // With all worlds together the order is the true one.
        var all = (await client.GetFromJsonAsync<JsonObject>("/api/leaderboard", Token))!;
        Assert.Equal(
            strengths.OrderByDescending(model => model.Value).Select(model => model.Key),
            all["rows"]!.AsArray().Select(row => (string)row!["model_id"]!));
    }

    /// <summary>A voter of its own for each battle, who prefers by the odds that four hundred points are ten to one.</summary>
    private static BoardTests.Ballot Ballot(Dictionary<string, double> strengths, Random random, int i)
    {
        var models = strengths.Keys.ToArray();
        random.Shuffle(models);
        var battle = SampleBattle.Of(models[0], models[1]);
        (battle.Session, battle.Prompt, battle.QueryType) = ($"voter-{i}", $"Question {i}?", $"world-{i % Worlds}");
        var leftWins = random.NextDouble() < 1 / (1 + Math.Pow(10, (strengths[models[1]] - strengths[models[0]]) / 400));
        return new(battle, leftWins ? Preference.Left : Preference.Right, IsRated: true);
    }

    private static Dictionary<string, double> SimulatedStrengths()
    {
        var settings = JsonNode.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "simulator.json")),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        return settings["Simulator"]!["Models"]!.AsObject().ToDictionary(model => model.Key, model => (double)model.Value!["Strength"]!, StringComparer.Ordinal);
    }
}
