using Arena.Contracts.Router;
using Arena.Router.Battles;
using Arena.Router.Pairing;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Arena.Router.Sessions;

/// <summary>Battles in Redis, shared by all replicas.</summary>
internal sealed class RedisBattleStore(RedisCalls redis, IOptionsMonitor<BattleOptions> options) : IBattleStore
{
    // The braces put all keys into one slot of a cluster: scripts touch several of them.
    private const string Prefix = "{arena}:";
    private const string ActiveKey = Prefix + "battles:active";
    private const string SeatsKey = Prefix + "seats";
    private const string Body = "body";
    private const string State = "state";
    private const string FirstIsLeft = "first_is_left";

    public string Name => "redis";

    public async Task<Battle> CreateAsync(Battle battle, string start, bool? coin, CancellationToken cancellationToken)
    {
        ModelPair pair = new(battle.ModelA, battle.ModelB);
        var isLeft = coin ?? (pair.First == battle.ModelA);
        var result = await redis.ScriptAsync(
            "create battle",
            RedisScripts.Create,
            [BattleKey(battle.BattleId), ActiveKey, SessionKey(battle.Session), StartKey(start), SeatsKey],
            [
                battle.BattleId, battle.ToByteArray(), (int)battle.State, TimeToLiveMilliseconds, pair.Key,
                Remembers(battle.Session) ? options.CurrentValue.SessionMemory : 0, start.Length > 0 ? 1 : 0, BattleKey(""),
                isLeft ? 1 : 0, coin is null ? 0 : 1,
            ],
            cancellationToken);
        var fields = (RedisValue[])result!;
        if (fields.Length > 1)
        {
            return Parse(fields);
        }

        (battle.ModelA, battle.ModelB) = pair.Seated(firstIsLeft: fields[0] == 1);
        return battle;
    }

    public async Task<Battle?> FindStartAsync(string start, CancellationToken cancellationToken)
    {
        var id = start.Length == 0
            ? RedisValue.Null
            : await redis.RunAsync("find start", database => database.StringGetAsync(StartKey(start)), cancellationToken);
        return id.IsNull ? null : await FindAsync(id!, cancellationToken);
    }

    public async Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken)
    {
        var found = await redis.RunAsync(
            "find battle", database => database.HashGetAsync(BattleKey(battleId), [Body, State, FirstIsLeft]), cancellationToken);
        return found[1].IsNull ? null : Parse(found);
    }

    public async Task<BattleAdvance?> AdvanceAsync(string battleId, BattleState target, CancellationToken cancellationToken)
    {
        var final = BattleTransitions.IsFinal(target) ? 1 : 0;
        RedisValue[] sources = [.. BattleTransitions.Into(target).Select(state => (RedisValue)(int)state)];
        var result = await redis.ScriptAsync(
            "advance battle",
            RedisScripts.Advance,
            [BattleKey(battleId), ActiveKey],
            [battleId, (int)target, final, .. sources],
            cancellationToken);
        if (result.IsNull)
        {
            return null;
        }

        var fields = (RedisValue[])result!;
        return new(Parse(fields), Allowed: (int)fields[3] == 1);
    }

    public async Task<int> CountActiveAsync(CancellationToken cancellationToken) =>
        (int)await redis.ScriptAsync("count battles", RedisScripts.CountActive, [ActiveKey], [], cancellationToken);

    public async Task<IReadOnlySet<ModelPair>> FindPairsAsync(string promptId, CancellationToken cancellationToken)
    {
        var keys = await redis.RunAsync("find pairs", database => database.SetMembersAsync(PairsKey(promptId)), cancellationToken);
        return keys.Select(key => ModelPair.FromKey(key!)).ToHashSet();
    }

    public async Task<bool> ReservePairAsync(string promptId, ModelPair pair, CancellationToken cancellationToken) =>
        (int)await redis.ScriptAsync(
            "reserve pair", RedisScripts.ReservePair, [PairsKey(promptId)], [pair.Key, TimeToLiveMilliseconds], cancellationToken) == 1;

    public async Task<IReadOnlySet<ModelPair>> FindSessionPairsAsync(string session, CancellationToken cancellationToken)
    {
        if (!Remembers(session))
        {
            return new HashSet<ModelPair>();
        }

        var last = options.CurrentValue.SessionMemory - 1;
        var keys = await redis.RunAsync("find session pairs", database => database.ListRangeAsync(SessionKey(session), 0, last), cancellationToken);
        return keys.Select(key => ModelPair.FromKey(key!)).ToHashSet();
    }

    private long TimeToLiveMilliseconds => (long)options.CurrentValue.TimeToLive.TotalMilliseconds;

    private bool Remembers(string session) => session.Length > 0 && options.CurrentValue.SessionMemory > 0;

    private static string BattleKey(string battleId) => $"{Prefix}battle:{battleId}";

    private static RedisKey SessionKey(string session) => $"{Prefix}session:{session}:pairs";

    private static RedisKey PairsKey(string promptId) => $"{Prefix}prompt:{promptId}:pairs";

    private static RedisKey StartKey(string start) => $"{Prefix}start:{start}";

    /// <summary>Body, state and seat; the body has its models in any order.</summary>
    private static Battle Parse(RedisValue[] fields)
    {
        var battle = Battle.Parser.ParseFrom((byte[])fields[0]!);
        battle.State = (BattleState)(int)fields[1];
        (battle.ModelA, battle.ModelB) = new ModelPair(battle.ModelA, battle.ModelB).Seated(firstIsLeft: fields[2] == 1);
        return battle;
    }
}
