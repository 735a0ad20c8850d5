namespace Arena.Stack.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task A_second_start_with_all_services_in_one_process_has_the_same_ratings_and_plays()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        var data = Directory.CreateTempSubdirectory("arena-restart-");
        try
        {
            string first;
            await using (var stack = await ArenaStack.StartAsync(limit.Token, $"--Aspire:Store:Path={data.FullName}"))
            {
                using var client = stack.CreateClient();
                var battleId = await client.StartAsync("Name a prime number.", limit.Token);
                await client.ReadAnswersAsync(battleId, limit.Token);
                await client.VoteAsync(battleId, "right", limit.Token);
                first = (await client.GetAsync("/api/leaderboard?method=elo", limit.Token)).GetRawText();
            }

            await using var again = await ArenaStack.StartAsync(limit.Token, $"--Aspire:Store:Path={data.FullName}", "--in-process");
            using var reader = again.CreateClient();

            Assert.Equal(first, (await reader.GetAsync("/api/leaderboard?method=elo", limit.Token)).GetRawText());
            Assert.Contains("\"votes\":1", first, StringComparison.Ordinal);
            await PlaysInThisProcessAsync(again, limit.Token);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task PlaysInThisProcessAsync(ArenaStack stack, CancellationToken cancellationToken)
    {
        using var client = stack.CreateClient();
        using var browser = new HttpClient { BaseAddress = stack.Gateway };

        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative), cancellationToken);
        var battleId = await client.StartAsync("Name a mountain.", cancellationToken);
        var (last, a, b) = await client.ReadAnswersAsync(battleId, cancellationToken);
        var vote = await client.VoteAsync(battleId, "left", cancellationToken);

        Assert.Contains("<html", page, StringComparison.Ordinal);
        Assert.Equal("answered", last);
        Assert.All([a, b], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.True(vote.TryGetProperty("details", out _));
        foreach (var service in (string[])["gateway", "web", "router", "inference", "ratings", "gpu-node"])
        {
            Assert.Equal(Environment.ProcessId, await stack.ProcessOfAsync(service, cancellationToken));
        }
    }
}
