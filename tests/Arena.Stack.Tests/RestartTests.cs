namespace Arena.Stack.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task A_second_start_on_the_same_data_shows_the_same_ratings()
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

            await using var again = await ArenaStack.StartAsync(limit.Token, $"--Aspire:Store:Path={data.FullName}");
            using var reader = again.CreateClient();

            Assert.Equal(first, (await reader.GetAsync("/api/leaderboard?method=elo", limit.Token)).GetRawText());
            Assert.Contains("\"votes\":1", first, StringComparison.Ordinal);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
