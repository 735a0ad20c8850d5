using Arena.Contracts.Router;
using Arena.LocalServers.Redis;
using Arena.Router.Tests.Hosting;

namespace Arena.Router.Tests;

public sealed class ManyUsersTests
{
    private const int Users = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>All of them use the same idempotency keys and, by turns, two replicas: only the session tells them apart.</summary>
    [Fact]
    public async Task The_sessions_of_200_users_at_once_never_mix()
    {
        await using var redis = await LocalRedis.StartAsync(cancellationToken: Token);
        Assert.SkipWhen(redis is null, "This machine has no redis-server.");
        await using var one = new RouterHost(redis.ConnectionString).Started();
        await using var two = new RouterHost(redis.ConnectionString).Started();
        RouterHost[] replicas = [one, two];

        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => Task.Run(() => UseAsync(replicas, user), Token)));

        Assert.Equal(Users * 3, users.SelectMany(battles => battles).Select(battle => battle.BattleId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Users * 2, (await one.Router.GetStatusAsync(new(), cancellationToken: Token)).ActiveBattles);
    }

    /// <summary>One user's way: what is started, repeated, advanced and looked up is their own, and of three pairs they meet each once.</summary>
    private static async Task<Battle[]> UseAsync(RouterHost[] replicas, int user)
    {
        var (session, turn) = ($"user {user}", user);
        var battles = new Battle[3];
        for (var i = 0; i < battles.Length; i++)
        {
            var request = new StartBattleRequest { Message = $"question {i} of {session}", Session = session, IdempotencyKey = $"key {i}" };
            battles[i] = await Next().StartBattleAsync(request, cancellationToken: Token);
            Assert.Equal(battles[i], await Next().StartBattleAsync(request, cancellationToken: Token));
            Assert.Equal((request.Message, session), (battles[i].Message, battles[i].Session));
        }

        battles[0] = await Next().AdvanceBattleAsync(new() { BattleId = battles[0].BattleId, State = BattleState.Failed }, cancellationToken: Token);
        foreach (var battle in battles)
        {
            Assert.Equal(battle, await Next().GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token));
        }

        Assert.Equal(3, battles.Select(battle => string.Join(' ', new[] { battle.ModelA, battle.ModelB }.Order(StringComparer.Ordinal))).Distinct(StringComparer.Ordinal).Count());
        return battles;

        Arena.Contracts.Router.Router.RouterClient Next() => replicas[turn++ % replicas.Length].Router;
    }
}
