using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;

namespace Arena.Ratings.Tests;

public class ReplicaTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private static readonly Preference[] Preferences = [Preference.Left, Preference.Right, Preference.Tie, Preference.BothBad];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_votes_at_once_over_two_replicas_add_up()
    {
        RatingsHost[] hosts = [fixture.Host, await fixture.StartReplicaAsync()];
        var battles = await RecordAsync("sum", 100, models: 3);

        await Task.WhenAll(battles.Select((battle, i) => VoteAsync(hosts[i % 2], battle, Preferences[i % 4])));

        Assert.Equal(100, await fixture.CountAsync("votes v JOIN battles b ON b.id = v.battle_id WHERE b.left_model_id LIKE 'sum-%'"));
        Assert.Equal(200, await fixture.CountAsync("rating_steps WHERE model_id LIKE 'sum-%'"));
        Assert.Equal(
            "battles 200, wins 50, losses 50, ties 50, both bad 50",
            await fixture.ScalarAsync<string>(
                """
                SELECT format('battles %s, wins %s, losses %s, ties %s, both bad %s', sum(battles), sum(wins), sum(losses), sum(ties), sum(both_bad))
                FROM model_ratings WHERE model_id LIKE 'sum-%'
                """));
        Assert.Empty((await fixture.Host.VerifyAsync()).Differences);
    }

    [Fact]
    public async Task Fifty_identical_votes_at_once_over_two_replicas_are_one_vote_with_one_answer()
    {
        RatingsHost[] hosts = [fixture.Host, await fixture.StartReplicaAsync()];
        var battle = (await RecordAsync("same", 1, models: 2)).Single();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => VoteAsync(hosts[i % 2], battle, Preference.Left)));

        Assert.Equal(1, results.Count(result => !result.Duplicate));
        Assert.Single(results.Select(result => new VoteResult(result) { Duplicate = false }.WithoutPlaces()).Distinct());
        Assert.Equal(1, await fixture.CountAsync($"votes WHERE battle_id = '{battle}'"));
        Assert.Equal(2, await fixture.CountAsync($"rating_steps s JOIN votes v ON v.id = s.vote_id WHERE v.battle_id = '{battle}'"));
        Assert.Equal(1516, await fixture.ScalarAsync<double>("SELECT rating FROM model_ratings WHERE model_id = 'same-0'"));
    }

    [Fact]
    public async Task After_a_thousand_and_one_votes_and_a_restart_ratings_equal_a_replay()
    {
        var battles = await RecordAsync("many", 1001, models: 5);
        var random = new Random(1001);
        var votes = battles.Select(battle => (battle, preference: Preferences[random.Next(4)])).ToArray();
        await Parallel.ForEachAsync(votes, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (vote, _) =>
            await VoteAsync(fixture.Host, vote.battle, vote.preference));
        var before = await BoardAsync(fixture.Host);

        var restarted = await fixture.StartReplicaAsync();

        Assert.Equal(before, await BoardAsync(restarted));
        Assert.Equal(1001, await fixture.CountAsync("votes v JOIN battles b ON b.id = v.battle_id WHERE b.left_model_id LIKE 'many-%'"));
        Assert.Empty((await restarted.VerifyAsync()).Differences);
    }

    private static async Task<GetLeaderboardResponse> BoardAsync(RatingsHost host)
    {
        var board = await host.Ratings.GetLeaderboardAsync(new() { Page = 1, Size = 200 }, cancellationToken: Token);
        var mine = board.Rows.Where(row => row.ModelId.StartsWith("many-", StringComparison.Ordinal)).ToArray();
        return new() { Rows = { mine } };
    }

    private static async Task<VoteResult> VoteAsync(RatingsHost host, string battle, Preference preference) =>
        await host.Ratings.SubmitVoteAsync(new() { BattleId = battle, Preference = preference }, cancellationToken: Token);

    private async Task<string[]> RecordAsync(string prefix, int count, int models)
    {
        var battles = Enumerable.Range(0, count)
            .Select(i => SampleBattle.Of($"{prefix}-{i % models}", $"{prefix}-{(i + 1 + (i / models % (models - 1))) % models}")).ToArray();
        await Parallel.ForEachAsync(battles, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (battle, _) =>
            await fixture.Host.Ratings.RecordBattleAsync(battle, cancellationToken: Token));
        return [.. battles.Select(battle => battle.BattleId)];
    }
}
