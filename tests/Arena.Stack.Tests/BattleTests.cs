using Arena.Browser.Tests.Stage;

namespace Arena.Stack.Tests;

[Collection(OneStackForAll.Name)]
public sealed class BattleTests(StackFixture fixture)
{
    [Fact]
    public async Task The_existing_client_script_works_with_only_its_base_url_edited()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = fixture.Stack.CreateClient();

        var status = await client.GetAsync("/api/arena/status", cancellationToken);
        var start = await client.PostAsync("/api/arena/start_battle", new { message = "What is the capital of France?" }, cancellationToken);
        var battleId = start.GetProperty("battle_id").GetString();
        var responses = await client.PostAsync(
            "/api/arena/get_responses", new { battle_id = battleId, message = "What is the capital of France?" }, cancellationToken);

        Assert.True(status.GetProperty("available").GetBoolean());
        Assert.NotEqual(0, responses.GetProperty("response_a").GetString()!.Length);
        Assert.NotEqual(0, responses.GetProperty("response_b").GetString()!.Length);
        Assert.Equal(responses.GetProperty("latency_a").GetDouble(), responses.GetProperty("latency_b").GetDouble());
    }

    [Fact]
    public async Task A_vote_moves_exactly_the_two_models_shown_and_the_winner_never_loses_points()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = fixture.Stack.CreateClient();
        var battleId = await client.StartAsync("Explain how rainbows form.", cancellationToken);
        var (last, a, b) = await client.ReadAnswersAsync(battleId, cancellationToken);
        var before = await BoardAsync(client, cancellationToken);

        var vote = await client.VoteAsync(battleId, "left", cancellationToken);
        var again = await client.VoteAsync(battleId, "left", cancellationToken);
        var after = await BoardAsync(client, cancellationToken);

        Assert.Equal("answered", last);
        Assert.All([a, b], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        var left = vote.GetProperty("details").GetProperty("a").GetProperty("model_id").GetString()!;
        var right = vote.GetProperty("details").GetProperty("b").GetProperty("model_id").GetString()!;
        Assert.NotEqual(left, right);
        var moved = after.Where(row => before.GetValueOrDefault(row.Key, 1500) != row.Value).Select(row => row.Key);
        Assert.Equal(new[] { left, right }.Order(), moved.Order());
        Assert.True(after[left] > before.GetValueOrDefault(left, 1500));
        Assert.True(after[right] < before.GetValueOrDefault(right, 1500));
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        Assert.Equal(vote.GetProperty("ratings").GetRawText(), again.GetProperty("ratings").GetRawText());
    }

    [Theory]
    [InlineData("left")]
    [InlineData("right")]
    [InlineData("tie")]
    [InlineData("both_bad")]
    public async Task Every_preference_is_accepted_and_nothing_before_it_names_a_model(string preference)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = fixture.Stack.CreateClient();
        var battleId = await client.StartAsync("Write two sentences about the sea.", cancellationToken);
        await client.ReadAnswersAsync(battleId, cancellationToken);
        await client.GetAsync($"/api/arena/battles/{battleId}", cancellationToken);
        await client.PostAsync("/api/arena/get_responses", new { battle_id = battleId }, cancellationToken);
        var seen = client.Seen;

        var vote = await client.VoteAsync(battleId, preference, cancellationToken);

        Assert.Equal(preference, vote.GetProperty("preference").GetString());
        var reloaded = await client.GetAsync($"/api/arena/battles/{battleId}", cancellationToken);
        Assert.Equal("revealed", reloaded.GetProperty("state").GetString());
        Assert.Equal(
            vote.GetProperty("models_revealed").GetRawText(), reloaded.GetProperty("reveal").GetProperty("models_revealed").GetRawText());
        string[] secrets = ["sim-", "Aurora", "Basalt", "Cobalt", "Dune", "Ember", "gpu-node", "ollama", "vllm", "traceparent"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, seen, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("keyboard")]
    [InlineData("mouse")]
    [InlineData("assets")]
    [InlineData("compare")]
    [InlineData("attach")]
    public Task A_person_plays_in_a_browser(string scenario) => Scenario.PlayAsync(scenario, fixture.Stack.Gateway.ToString());

    [Fact]
    public async Task The_next_view_shows_the_same_prompt_in_another_battle()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = fixture.Stack.CreateClient();
        var battleId = await client.StartAsync("Name three rivers.", cancellationToken);

        var next = await client.PostAsync($"/api/arena/battles/{battleId}/next", new { }, cancellationToken);

        Assert.NotEqual(battleId, next.GetProperty("battle_id").GetString());
        Assert.Equal((1, 3, "Name three rivers."), (
            next.GetProperty("view_index").GetInt32(), next.GetProperty("total_views").GetInt32(), next.GetProperty("message").GetString()));
    }

    private static async Task<Dictionary<string, double>> BoardAsync(BattleClient client, CancellationToken cancellationToken)
    {
        var board = await client.GetAsync("/api/leaderboard?method=elo&size=200", cancellationToken);
        return board.GetProperty("rows").EnumerateArray().ToDictionary(
            row => row.GetProperty("model_id").GetString()!, row => row.GetProperty("rating").GetDouble());
    }
}
