using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Arena.Web.Battles.Log;

/// <summary>The log that all replicas share: lists, leases that lapse by themselves, and a channel that says when to look.</summary>
internal sealed class RedisBattleLog(
    IConnectionMultiplexer redis, IOptions<BattleOptions> options, BattleMetrics metrics, TimeProvider time) : IBattleLog
{
    public async Task<RunLease?> TryBeginRunAsync(string battleId)
    {
        var token = Guid.NewGuid().ToString("N");
        var result = await ScriptAsync(RedisScripts.Begin, battleId, token, Milliseconds(options.Value.Lease));
        if (result.IsNull)
        {
            return null;
        }

        var values = (RedisValue[])result!;
        var outcome = (byte[]?)values[1];
        return new(battleId, token, (long)values[0], outcome is { Length: > 0 } ? outcome : null);
    }

    public async Task<RunStanding> RenewAsync(RunLease lease) =>
        (RunStanding)(int)await ScriptAsync(RedisScripts.Renew, lease.BattleId, lease.Token, Milliseconds(options.Value.Lease));

    public Task EndRunAsync(RunLease lease) => ScriptAsync(RedisScripts.End, lease.BattleId, lease.Token);

    public async Task AppendAsync(RunLease lease, IReadOnlyList<BattleEvent> events)
    {
        var written = await ScriptAsync(
            RedisScripts.Append,
            lease.BattleId,
            [lease.Token, Milliseconds(options.Value.KeepLog), Channel(lease.BattleId), events[^1].IsLast ? 1 : 0, .. events.Select(Format)]);
        ThrowIfLost(written, lease);
    }

    public async Task SettleAsync(RunLease lease, byte[] outcome) =>
        ThrowIfLost(
            await ScriptAsync(RedisScripts.Settle, lease.BattleId, lease.Token, Milliseconds(options.Value.KeepLog), outcome), lease);

    public async Task<bool> TryStopAsync(string battleId, BattleEvent last) => (int)await ScriptAsync(
        RedisScripts.Stop, battleId, Milliseconds(options.Value.KeepLog), Channel(battleId), Format(last)) == 1;

    public async Task<IReadOnlyList<BattleEvent>> ReadAsync(string battleId, long after)
    {
        var values = await GuardAsync(db => db.ListRangeAsync(EventsKey(battleId), after), "LRANGE");
        return [.. values.Select(value => Parse(value.ToString()))];
    }

    public Task<long> CountAsync(string battleId) => GuardAsync(db => db.ListLengthAsync(EventsKey(battleId)), "LLEN");

    public Task MarkReadAsync(string battleId) =>
        GuardAsync(db => db.StringSetAsync(ReadersKey(battleId), 1, options.Value.AbandonAfter), "SET");

    public async Task<IAsyncDisposable> WatchAsync(string battleId, Action changed)
    {
        var watch = new Watch(redis.GetSubscriber(), new RedisChannel(Channel(battleId), RedisChannel.PatternMode.Literal), changed);
        await GuardAsync(async _ => { await watch.StartAsync(); return true; }, "SUBSCRIBE");
        return watch;
    }

    private static void ThrowIfLost(RedisResult written, RunLease lease)
    {
        if ((int)written == 0)
        {
            throw new RunSupersededException(lease.BattleId);
        }
    }

    private Task<RedisResult> ScriptAsync(string script, string battleId, params RedisValue[] arguments) =>
        GuardAsync(
            db => db.ScriptEvaluateAsync(
                script, [BattleKey(battleId), EventsKey(battleId), LeaseKey(battleId), ReadersKey(battleId)], arguments),
            "EVALSHA");

    private async Task<T> GuardAsync<T>(Func<IDatabase, Task<T>> command, string name)
    {
        var began = time.GetTimestamp();
        try
        {
            return await command(redis.GetDatabase());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new BattleLogUnavailableException(exception);
        }
        finally
        {
            metrics.LogCommandEnded(name, time.GetElapsedTime(began));
        }
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    // The braces make one hash slot of a battle's keys, which scripts need on a cluster.
    private static string BattleKey(string battleId) => $"arena:web:{{{battleId}}}";

    private static string EventsKey(string battleId) => BattleKey(battleId) + ":events";

    private static string LeaseKey(string battleId) => BattleKey(battleId) + ":lease";

    private static string ReadersKey(string battleId) => BattleKey(battleId) + ":readers";

    private static string Channel(string battleId) => BattleKey(battleId) + ":changed";

    /// <summary><c>1789999999123 delta {"slot":"a","text":"Hi"}</c>.</summary>
    private static RedisValue Format(BattleEvent item) => $"{item.At.ToUnixTimeMilliseconds()} {item.Type} {item.Data}";

    private static BattleEvent Parse(string value) => value.Split(' ', 3) is [var at, var type, var data]
        ? new(type, data, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)))
        : throw new FormatException($"'{value}' is not an event of a battle.");

    private sealed class Watch(ISubscriber subscriber, RedisChannel channel, Action changed) : IAsyncDisposable
    {
        public Task StartAsync() => subscriber.SubscribeAsync(channel, Handle);

        public async ValueTask DisposeAsync()
        {
            try
            {
                await subscriber.UnsubscribeAsync(channel, Handle);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                // Redis went away, and the subscription with it.
            }
        }

        private void Handle(RedisChannel from, RedisValue message) => changed();
    }
}
