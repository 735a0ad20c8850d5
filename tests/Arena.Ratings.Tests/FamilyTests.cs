using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;

namespace Arena.Ratings.Tests;

/// <summary>Families of models on the board, made from the same votes.</summary>
public class FamilyTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Votes_between_families_count_for_them_votes_within_one_do_not_and_a_model_may_change_its_family()
    {
        await VoteAsync(("tuned-gpt", "OpenAI fine-tunes"), ("tuned-gemini-a", "Vertex fine-tunes"), Preference.Left);
        await VoteAsync(("tuned-gemini-b", "Vertex fine-tunes"), ("tuned-gpt", "OpenAI fine-tunes"), Preference.Left);
        await VoteAsync(("tuned-gemini-a", "Vertex fine-tunes"), ("tuned-gemini-b", "Vertex fine-tunes"), Preference.Left);
        await VoteAsync(("tuned-gpt", "OpenAI fine-tunes"), ("base", ""), Preference.Tie);

        Assert.Equal(
            ["OpenAI fine-tunes 3 1 1 1 OpenAI fine-tunes", "Vertex fine-tunes 2 1 1 0 Vertex fine-tunes", "base 1 0 0 1 "],
            await RowsAsync("family", rows: 3));
        Assert.Equal(4, (await RowsAsync("model", rows: 4)).Count);

        await VoteAsync(("tuned-gemini-b", "OpenAI fine-tunes"), ("base", ""), Preference.Tie);

        Assert.Equal(
            ["OpenAI fine-tunes 4 1 1 2 OpenAI fine-tunes", "Vertex fine-tunes 2 1 1 0 Vertex fine-tunes", "base 2 0 0 2 "],
            await RowsAsync("family", rows: 3));
    }

    [Fact]
    public async Task What_is_neither_is_refused()
    {
        using var client = fixture.Host.CreateClient();
        using var response = await client.GetAsync("/api/leaderboard?by=colour", Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>Name, battles, wins, losses, ties, family, in the order of names.</summary>
    private async Task<List<string>> RowsAsync(string by, int rows)
    {
        using var client = fixture.Host.CreateClient();
        using var admin = new HttpRequestMessage(HttpMethod.Post, "/api/admin/ratings/recompute") { Headers = { { "x-admin-key", RatingsHost.AdminKey } } };
        await fixture.Host.SealAsync();
        (await client.SendAsync(admin, Token)).EnsureSuccessStatusCode();
        var board = (await client.GetFromJsonAsync<JsonObject>($"/api/leaderboard?by={by}", Token))!;
        Assert.Equal(rows, board["rows"]!.AsArray().Count);
        return [.. board["rows"]!.AsArray().Select(row => $"{row!["model_id"]} {row["battles"]} {row["wins"]} {row["losses"]} {row["ties"]} {row["family"]}").Order(StringComparer.Ordinal)];
    }

    private async Task VoteAsync((string Model, string Family) left, (string Model, string Family) right, Preference preference)
    {
        var battle = SampleBattle.Of(left.Model, right.Model);
        (battle.Left.Family, battle.Right.Family, battle.Session, battle.Prompt) = (left.Family, right.Family, $"voter {battle.BattleId}", $"Question {battle.BattleId}?");
        await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        await fixture.Host.Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = preference, Session = battle.Session }, cancellationToken: Token);
    }
}
