using System.Collections.Concurrent;
using Arena.Contracts.Router;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Arena.Web.Tests.Fakes;

/// <summary>Keeps battles as the contract says, one pair for all of them.</summary>
public sealed class FakeRouter : Router.RouterBase
{
    private const int TotalViews = 3;
    private readonly ConcurrentDictionary<string, Battle> _battles = new();

    /// <summary>When set, every call fails with it.</summary>
    public RpcException? Fault { get; set; }

    public int Starts { get; private set; }

    /// <summary>Among which models the last pair was to be drawn.</summary>
    public Eligibility? Eligibility { get; private set; }

    /// <summary>Where queries go.</summary>
    public Func<RouteRequest, RouteDecision> Decides { get; set; } = _ => new() { Route = "arena", QueryType = "factual", Confidence = 0.75, DecidedBy = "classifier" };

    public ConcurrentQueue<RouteRequest> Routed { get; } = new();

    /// <summary>Idempotency keys of calls, in the order in which they came.</summary>
    public List<string> Keys { get; } = [];

    public Battle Find(string battleId) => _battles[battleId];

    public override Task<RouteDecision> Route(RouteRequest request, ServerCallContext context)
    {
        ThrowFault();
        Routed.Enqueue(request);
        return Task.FromResult(Decides(request));
    }

    public override Task<Battle> StartBattle(StartBattleRequest request, ServerCallContext context)
    {
        ThrowFault();
        Starts++;
        Eligibility = request.Eligibility;
        Keys.Add(request.IdempotencyKey);
        return request.ViewIndex is < 0 or >= TotalViews
            ? throw Problem(StatusCode.InvalidArgument, "invalid-view-index")
            : request.Models.Count > 0 && request.Models.Any(id => id is not (Models.A or Models.B)) ? throw Problem(StatusCode.FailedPrecondition, "model-unavailable")
            : Open(request.Message, request.ViewIndex, request.Session, request.TraceParent, Guid.NewGuid().ToString("N"), request.Models);
    }

    public override async Task<Battle> NextView(NextViewRequest request, ServerCallContext context)
    {
        Keys.Add(request.IdempotencyKey);
        var last = await GetBattle(new() { BattleId = request.BattleId }, context);
        return await Open(last.Message, (last.ViewIndex + 1) % TotalViews, last.Session, request.TraceParent, last.PromptId, NamedIn(last));
    }

    public override async Task<Battle> ContinueBattle(ContinueBattleRequest request, ServerCallContext context)
    {
        var earlier = await GetBattle(new() { BattleId = request.BattleId }, context);
        if (earlier.State is not (BattleState.Answered or BattleState.Failed))
        {
            throw Problem(StatusCode.FailedPrecondition, earlier.State is BattleState.Revealed ? "battle-revealed" : "battle-not-answered");
        }

        var next = await Open(request.Message, earlier.ViewIndex, earlier.Session, request.TraceParent, earlier.PromptId, NamedIn(earlier));
        next.Turns.Add(earlier.Turns);
        if (earlier.State is BattleState.Answered)
        {
            next.Turns.Add(new BattleTurn { Message = earlier.Message, AnswerA = request.AnswerA, AnswerB = request.AnswerB });
            _battles[earlier.BattleId].State = BattleState.Continued;
            _battles[earlier.BattleId].ContinuedBy = next.BattleId;
        }

        _battles[next.BattleId] = next;
        return next.Clone();
    }

    /// <summary>As if its time were over.</summary>
    public void Forget(string battleId) => _battles.TryRemove(battleId, out _);

    public override Task<Battle> GetBattle(GetBattleRequest request, ServerCallContext context)
    {
        ThrowFault();
        return _battles.TryGetValue(request.BattleId, out var battle)
            ? Task.FromResult(battle.Clone())
            : throw Problem(StatusCode.NotFound, "battle-not-found");
    }

    public override Task<Battle> AdvanceBattle(AdvanceBattleRequest request, ServerCallContext context)
    {
        ThrowFault();
        var battle = _battles[request.BattleId];
        lock (battle)
        {
            if (request.State < battle.State)
            {
                throw new RpcException(new Status(StatusCode.FailedPrecondition, $"{battle.ModelA} is {battle.State}."));
            }

            battle.State = request.State;
            return Task.FromResult(battle.Clone());
        }
    }

    public override Task<RouterStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        ThrowFault();
        return Task.FromResult(new RouterStatus { ActiveBattles = _battles.Count, SessionStore = "memory" });
    }

    public static RpcException Problem(StatusCode code, string name) =>
        new(new Status(code, $"{Models.Marker} {name}"), new Metadata { { "arena-problem", name } });

    private static RepeatedField<string> NamedIn(Battle battle) => battle.PairPolicy == "named" ? [battle.ModelA, battle.ModelB] : [];

    private Task<Battle> Open(string message, int view, string session, string traceParent, string promptId, RepeatedField<string> named)
    {
        var battle = new Battle
        {
            BattleId = Guid.NewGuid().ToString("N"),
            PromptId = promptId,
            Message = message,
            Session = session,
            ViewIndex = view,
            TotalViews = TotalViews,
            State = BattleState.Created,
            Route = new() { Route = "arena", QueryType = "factual", Confidence = 0.75 },
            ModelA = named.Count > 0 ? named[0] : Models.A,
            ModelB = named.Count > 0 ? named[1] : Models.B,
            PairPolicy = named.Count > 0 ? "named" : "uniform",
            PairProbability = 1,
            TraceParent = traceParent,
            CreatedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
        };
        _battles[battle.BattleId] = battle;
        return Task.FromResult(battle.Clone());
    }

    private void ThrowFault()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
