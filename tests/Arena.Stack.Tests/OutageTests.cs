using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Arena.Browser.Tests.Stage;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Arena.Stack.Tests;

/// <summary>The failure table of the design, on real processes. Each test breaks a stack of its own.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Battles_go_to_ollama_while_the_vllm_node_hangs_and_when_it_dies_and_with_all_nodes_down_the_no_is_quick()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await using var stack = await ArenaStack.StartAsync(limit.Token, "--Arena:Restart:Enabled=false"); // what dies stays dead
        using var client = stack.CreateClient();

        await stack.App.SignalAsync("gpu-node", "STOP", limit.Token);
        Assert.Equal(["ollama"], await NodesOfABattleAsync(client, limit.Token));

        await stack.App.SignalAsync("gpu-node", "CONT", limit.Token);
        while (await NodesOfABattleAsync(client, limit.Token) is not ["gpu-node"])
        {
            // It is let in again when its probes have found it well.
        }

        var battleId = await client.StartAsync("What is the capital of Italy?", limit.Token);
        await stack.App.KillAsync("gpu-node", limit.Token);
        var (last, a, b) = await client.ReadAnswersAsync(battleId, limit.Token);
        var seen = client.Seen;
        var details = (await client.VoteAsync(battleId, "tie", limit.Token)).GetProperty("details");
        Assert.Equal("answered", last);
        Assert.All([a, b], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.All(["a", "b"], slot => Assert.True(details.GetProperty(slot).GetProperty("fell_back").GetBoolean()));
        Assert.All(["a", "b"], slot => Assert.StartsWith("ollama/", details.GetProperty(slot).GetProperty("deployment").GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain("gpu-node", seen[seen.LastIndexOf(battleId, StringComparison.Ordinal)..], StringComparison.OrdinalIgnoreCase);

        await stack.App.KillAsync("ollama", limit.Token);
        Assert.InRange(await QuickestNoAsync(stack.Gateway, limit.Token), TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Two_replicas_of_every_service_share_battles_and_ratings_and_the_page_outlives_whichever_serves_it()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        string[] services = ["web", "router", "inference", "ratings"];
        await using var stack = await ArenaStack.StartAsync(
            ReplicasDieOften, limit.Token, ["--Arena:Restart:MaxDelay=00:00:00.250", .. services.Select(service => $"--Arena:Replicas:{service}=2")]);
        using var client = stack.CreateClient();

        // Round after round lands on other replicas: each step of a battle, and each vote.
        for (var round = 0; round < 4; round++)
        {
            var battleId = await client.StartAsync($"Round {round}: name a colour.", limit.Token);
            Assert.Equal("answered", (await client.ReadAnswersAsync(battleId, limit.Token)).Last);
            await client.VoteAsync(battleId, "left", limit.Token);
            await client.VoteAsync(battleId, "left", limit.Token);
        }

        Assert.Equal(4, await VotesAsync(client, limit.Token));

        await using var kills = await ReplicaKills.StartAsync(stack.App, limit.Token);
        await Scenario.PlayAsync("kills", stack.Gateway.ToString(), control: kills.Url);

        Assert.Equal((10, 2), (kills.Killed.Count, kills.Killed.Distinct().Count()));
        Assert.Equal(4 + 10, await VotesAsync(client, limit.Token));
    }

    /// <summary>A lost battle is taken over soon, and models write quickly: it is the number of deaths that counts.</summary>
    private static void ReplicasDieOften(IDistributedApplicationBuilder stack)
    {
        ReplicaKills.Arrange(stack);
        Of("web").WithEnvironment("Battles__Lease", "00:00:01");
        Of("gpu-node").WithEnvironment("Simulator__TimeScale", "0.5");

        IResourceBuilder<ProjectResource> Of(string name) => stack.CreateResourceBuilder((ProjectResource)stack.Resources.Single(resource => resource.Name == name));
    }

    [Fact]
    public async Task Each_service_that_is_killed_is_brought_back_and_battles_go_on()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await using var stack = await ArenaStack.StartAsync(limit.Token);
        using var client = stack.CreateClient();

        // How long each was away is measured here; how long it may be depends on what else the machine does.
        foreach (var service in (string[])["gateway", "web", "router", "inference", "ratings", "gpu-node", "postgres", "redis"])
        {
            var away = await stack.App.KillUntilBackAsync(service, limit.Token);
            TestContext.Current.TestOutputHelper?.WriteLine($"{service} was away for {away.TotalSeconds:F1} s");
        }

        var battleId = await client.StartPatientlyAsync("Name a river.", limit.Token);
        Assert.Equal("answered", (await client.ReadAnswersPatientlyAsync(battleId, limit.Token)).Last);
        await client.VoteAsync(battleId, "left", limit.Token);
        Assert.Equal(1, await VotesAsync(client, limit.Token));
    }

    /// <summary>Plays a battle to its end: the nodes that answered.</summary>
    private static async Task<string[]> NodesOfABattleAsync(BattleClient client, CancellationToken cancellationToken)
    {
        var battleId = await client.StartAsync("Name a colour.", cancellationToken);
        Assert.Equal("answered", (await client.ReadAnswersAsync(battleId, cancellationToken)).Last);
        var details = (await client.VoteAsync(battleId, "tie", cancellationToken)).GetProperty("details");
        return [.. new[] { "a", "b" }.Select(slot => details.GetProperty(slot).GetProperty("deployment").GetString()!.Split('/')[0]).Distinct()];
    }

    /// <summary>The best of five once the router knows: one of them may meet a busy machine, the promise is about the services.</summary>
    private static async Task<TimeSpan> QuickestNoAsync(Uri gateway, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        var (best, refusals) = (TimeSpan.MaxValue, 0);
        while (refusals < 5)
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync(new Uri("/api/arena/start_battle", UriKind.Relative), new { message = "Anybody there?" }, cancellationToken);
            if (refusals == 0 && answer.IsSuccessStatusCode)
            {
                continue;
            }

            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(asked).Ticks));
            refusals++;
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, "application/problem+json", true),
                (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter is not null));
        }

        return best;
    }

    private static async Task<int> VotesAsync(BattleClient client, CancellationToken cancellationToken) =>
        (await client.GetAsync("/api/leaderboard?method=elo", cancellationToken)).GetProperty("votes").GetInt32();
}
