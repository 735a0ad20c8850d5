using System.Text.Json;
using Arena.Testing;

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

        var winners = new List<Judgement>();
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
        await AssertExportsAsync(operatorClient, winners, limit.Token);

        // Each vote between the families is a win for one of them.
        var between = winners.Count(vote => (vote.Winner == "support-gpt") != (vote.Loser == "support-gpt"));
        await UntilAsync(async () => (await FamilyAsync(operatorClient, "OpenAI fine-tunes", limit.Token)) == (between, winners.Count(vote => vote.Winner == "support-gpt")), limit.Token);
        Assert.Equal((between, winners.Count(vote => vote.Loser == "support-gpt")), await FamilyAsync(operatorClient, "Vertex fine-tunes", limit.Token));

        // The file alone regroups them: no battle is needed.
        await fixture.FineTunes.RegroupAsync("Vertex fine-tunes", "Tuned at Google", limit.Token);
        await UntilAsync(async () => (await FamilyAsync(operatorClient, "Tuned at Google", limit.Token)).Battles == between, limit.Token);
        Assert.Equal((0, 0), await FamilyAsync(operatorClient, "Vertex fine-tunes", limit.Token));

        await fixture.FineTunes.RemoveAsync(limit.Token);
        await UntilAsync(async () => !(await AvailableAsync(operatorClient, limit.Token)).Overlaps(Models), limit.Token);
        await UntilAsync(() => operatorClient.IsUnavailableAsync(Models[..2], limit.Token), limit.Token); // the router hears of it last
    }

    /// <summary>What leaves is what trainers take, and what was judged: nothing is missing, and nothing is made up.</summary>
    private static async Task AssertExportsAsync(BattleClient client, List<Judgement> judgements, CancellationToken cancellationToken)
    {
        // Two models may say the same, which makes no pair.
        var expected = judgements.Where(one => one.Better != one.Worse).Select(one => (one.Prompt, one.Better, one.Worse)).Distinct().Order().ToList();
        string[] lines = [];
        await UntilAsync(async () => (lines = await ExportAsync("dpo?campaign=families&quality=blind")).Length >= expected.Count, cancellationToken); // the last vote is sealed a moment later
        Assert.All(lines, line => Assert.Null(TrainingLines.BrokenDpo(line)));
        Assert.Equal(expected, lines.Select(line => JsonDocument.Parse(line).RootElement).Select(pair => (TextOf(pair, "prompt"), TextOf(pair, "chosen"), TextOf(pair, "rejected"))).Order());

        await UntilAsync(async () => (lines = await ExportAsync("scores?campaign=families&quality=blind")).Length == judgements.Count, cancellationToken);
        Assert.All(lines, line => Assert.Contains("\"scorer\":\"voter\"", line, StringComparison.Ordinal));

        async Task<string[]> ExportAsync(string path) =>
            (await client.AdminAsync(HttpMethod.Get, $"/api/export/{path}", body: null, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        static string TextOf(JsonElement pair, string column) => pair.GetProperty(column).EnumerateArray().Last().GetProperty("content").GetString()!;
    }

    /// <summary>One vote: who won, and with what.</summary>
    private sealed record Judgement(string Winner, string Loser, string Prompt, string Better, string Worse);

    private static async Task<Judgement> JudgeAsync(BattleClient client, bool left, CancellationToken cancellationToken)
    {
        // The router reads the list of models every two seconds.
        var opened = await client.PostPatientlyAsync("/api/arena/campaigns/families/next", new { }, cancellationToken);
        var (battle, prompt) = (opened.GetProperty("battle_id").GetString()!, opened.GetProperty("message").GetString()!);
        var answers = await client.ReadAnswersAsync(battle, cancellationToken);
        Assert.Equal("answered", answers.Last);
        var details = (await client.VoteAsync(battle, left ? "left" : "right", cancellationToken)).GetProperty("details");
        var scores = new Dictionary<string, int> { ["structural-tension"] = left ? 5 : 2 };
        await client.PostAsync(
            $"/api/arena/battles/{battle}/feedback",
            new { reasons = (string[])["more-accurate"], rubric = "creative-orientation/1", scores = new { left = scores } },
            cancellationToken);
        var (a, b) = (details.GetProperty("a").GetProperty("model_id").GetString()!, details.GetProperty("b").GetProperty("model_id").GetString()!);
        return left ? new(a, b, prompt, answers.A, answers.B) : new(b, a, prompt, answers.B, answers.A);
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
