namespace Arena.Stack.Tests;

public sealed class InProcessTests
{
    [Fact]
    public async Task A_battle_is_played_with_all_services_in_the_process_of_the_app_host()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        await using var stack = await ArenaStack.StartAsync(limit.Token, "--in-process");
        using var client = stack.CreateClient();
        using var browser = new HttpClient { BaseAddress = stack.Gateway };

        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative), limit.Token);
        var battleId = await client.StartAsync("Name a mountain.", limit.Token);
        var (last, a, b) = await client.ReadAnswersAsync(battleId, limit.Token);
        var vote = await client.VoteAsync(battleId, "left", limit.Token);

        Assert.Contains("<html", page, StringComparison.Ordinal);
        Assert.Equal("answered", last);
        Assert.All([a, b], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.True(vote.TryGetProperty("details", out _));
        foreach (var service in (string[])["gateway", "web", "router", "inference", "ratings", "gpu-node"])
        {
            Assert.Equal(Environment.ProcessId, await stack.ProcessOfAsync(service, limit.Token));
        }
    }
}
