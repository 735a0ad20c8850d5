using System.Text.Json;

namespace Arena.Stack.Tests;

/// <summary>A campaign between two families of fine-tunes, from the registry to the pairs for training.</summary>
[Collection(OneStackForAll.Name)]
public sealed class CampaignTests(StackFixture fixture)
{
    private static readonly string[] Models = ["support-gemini-a", "support-gemini-b", "support-gpt"];

    private const int Votes = 12;

    [Fact]
    public async Task Fine_tunes_that_are_registered_while_the_stack_runs_meet_in_a_campaign_whose_votes_become_pairs_and_a_board_of_families()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var operatorClient = fixture.Stack.CreateClient();
        await fixture.FineTunes.RegisterAsync(limit.Token);
        await UntilAsync(async () => (await AvailableAsync(operatorClient, limit.Token)).IsSupersetOf(Models), limit.Token);
        await operatorClient.AdminAsync(HttpMethod.Post, "/api/campaigns", Definition(), limit.Token);

        var winners = new List<(string Winner, string Loser)>();
        for (var voter = 0; winners.Count < Votes; voter++)
        {
            using var client = fixture.Stack.CreateClient();
            for (var prompt = 0; prompt < 3 && winners.Count < Votes; prompt++)
            {
                winners.Add(await JudgeAsync(client, left: (voter + prompt) % 2 == 0, limit.Token));
            }
        }

        var campaign = await operatorClient.GetAsync("/api/campaigns/families", limit.Token);
        Assert.Equal(("reached", Votes), (campaign.GetProperty("state").GetString(), campaign.GetProperty("votes").GetInt32()));
        var pairs = (await operatorClient.AdminAsync(HttpMethod.Get, "/api/export/dpo?campaign=families&quality=blind", body: null, limit.Token))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.InRange(pairs.Count, 1, Votes);
        Assert.All(pairs, pair => Assert.Equal(["prompt", "chosen", "rejected"], pair.EnumerateObject().Select(column => column.Name)));

        // Each vote between the families is a win for one of them.
        var between = winners.Count(vote => (vote.Winner == "support-gpt") != (vote.Loser == "support-gpt"));
        await UntilAsync(async () => (await FamilyAsync(operatorClient, "OpenAI fine-tunes", limit.Token)) == (between, winners.Count(vote => vote.Winner == "support-gpt")), limit.Token);
        Assert.Equal((between, winners.Count(vote => vote.Loser == "support-gpt")), await FamilyAsync(operatorClient, "Vertex fine-tunes", limit.Token));

        await fixture.FineTunes.RemoveAsync(limit.Token);
        await UntilAsync(async () => !(await AvailableAsync(operatorClient, limit.Token)).Overlaps(Models), limit.Token);
    }

    private static async Task<(string Winner, string Loser)> JudgeAsync(BattleClient client, bool left, CancellationToken cancellationToken)
    {
        // The router reads the list of models every two seconds.
        var battle = (await client.PostPatientlyAsync("/api/arena/campaigns/families/next", new { }, cancellationToken)).GetProperty("battle_id").GetString()!;
        Assert.Equal("answered", (await client.ReadAnswersAsync(battle, cancellationToken)).Last);
        var details = (await client.VoteAsync(battle, left ? "left" : "right", cancellationToken)).GetProperty("details");
        var scores = new Dictionary<string, int> { ["structural-tension"] = left ? 5 : 2 };
        await client.PostAsync(
            $"/api/arena/battles/{battle}/feedback",
            new { reasons = (string[])["more-accurate"], rubric = "creative-orientation/1", scores = new { left = scores } },
            cancellationToken);
        var (a, b) = (details.GetProperty("a").GetProperty("model_id").GetString()!, details.GetProperty("b").GetProperty("model_id").GetString()!);
        return left ? (a, b) : (b, a);
    }

    private static async Task<HashSet<string>> AvailableAsync(BattleClient client, CancellationToken cancellationToken) =>
        [.. (await client.GetAsync("/api/models", cancellationToken)).GetProperty("models").EnumerateArray()
            .Where(model => model.GetProperty("available").GetBoolean()).Select(model => model.GetProperty("id").GetString()!)];

    private static async Task<(int Battles, int Wins)> FamilyAsync(BattleClient client, string family, CancellationToken cancellationToken) =>
        (await client.GetAsync("/api/leaderboard?by=family&quality=blind", cancellationToken)).GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("model_id").GetString() == family)
            .Select(row => (row.GetProperty("battles").GetInt32(), row.GetProperty("wins").GetInt32())).SingleOrDefault();

    private static object Definition() => new
    {
        name = "families",
        title = "OpenAI against Vertex",
        models = Models,
        target = new { votes = Votes },
        repeat_rate = 0,
        prompts = (string[])["How do I reset my password?", "What is the capital of France?", "What is 17 * 23?", "Explain how rainbows form."],
    };

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }
}
