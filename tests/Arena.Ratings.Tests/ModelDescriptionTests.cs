using Arena.Testing;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;

namespace Arena.Ratings.Tests;

/// <summary>What the registry says of models reaches the boards without a battle.</summary>
public class ModelDescriptionTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_that_is_grouped_otherwise_is_so_on_the_board_by_itself_and_of_one_without_votes_the_board_tells_nothing()
    {
        await PlayAsync("moved-a", "moved-b", isVotedOn: true);
        await PlayAsync("fresh-a", "fresh-b", isVotedOn: false);
        await fixture.Host.SealAsync(); // the versions below then differ by names alone
        await RecomputeAsync();
        var before = await VersionAsync();

        var changed = await DescribeAsync(("moved-a", "new"), ("moved-b", ""), ("fresh-a", "new"), ("unknown", "new"));
        await Eventually.TrueAsync(async () => (await RowsAsync("family")).Contains("new: new"), "the board has the new family");
        var after = await VersionAsync();
        await DescribeAsync(("fresh-b", "new"));
        await RecomputeAsync();

        Assert.Equal(3, changed); // all three are called otherwise
        Assert.Equal(0, await DescribeAsync(("moved-a", "new")));
        Assert.Equal(["moved-b: A new name", "new: new"], await RowsAsync("family"));
        Assert.Equal(["moved-a: A new name", "moved-b: A new name"], await RowsAsync("model"));
        Assert.NotEqual(before, after); // who keeps a page has the old names on it
        Assert.Equal(after, await VersionAsync());
    }

    private async Task PlayAsync(string left, string right, bool isVotedOn)
    {
        var battle = SampleBattle.Of(left, right);
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        if (isVotedOn)
        {
            await fixture.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = Preference.Left, Session = battle.Session }, cancellationToken: Token);
        }
    }

    private async Task<int> DescribeAsync(params (string Id, string Family)[] models)
    {
        var request = new DescribeModelsRequest
        {
            Models = { models.Select(model => new ModelDescription { Id = model.Id, DisplayName = "A new name", Family = model.Family, Simulated = true }) },
        };
        return (await fixture.Host.Ratings.DescribeModelsAsync(request, cancellationToken: Token)).Changed;
    }

    /// <summary>Who is on the board and how it is called, in the order of names.</summary>
    private async Task<List<string>> RowsAsync(string by)
    {
        using var client = fixture.Host.CreateClient();
        var board = (await client.GetFromJsonAsync<JsonObject>($"/api/leaderboard?by={by}", Token))!;
        return [.. board["rows"]!.AsArray().Select(row => $"{row!["model_id"]}: {row["display_name"]}").Order(StringComparer.Ordinal)];
    }

    private async Task<string> VersionAsync()
    {
        using var client = fixture.Host.CreateClient();
        using var response = await client.GetAsync("/api/leaderboard", Token);
        return response.Headers.ETag!.Tag;
    }

    private async Task RecomputeAsync()
    {
        using var client = fixture.Host.CreateClient();
        using var recompute = new HttpRequestMessage(HttpMethod.Post, "/api/admin/ratings/recompute") { Headers = { { "x-admin-key", RatingsHost.AdminKey } } };
        (await client.SendAsync(recompute, Token)).EnsureSuccessStatusCode();
    }
}
