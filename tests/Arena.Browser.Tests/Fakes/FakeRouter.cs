using System.Collections.Concurrent;
using Arena.Contracts.Router;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Arena.Browser.Tests.Fakes;

/// <summary>Keeps battles in memory and always draws the same pair.</summary>
internal sealed class FakeRouter : Router.RouterBase
{
    private const int Views = 3;

    private readonly ConcurrentDictionary<string, Battle> _battles = new(StringComparer.Ordinal);

    /// <summary>As after the time that a battle may take.</summary>
    public void Expire() => _battles.Clear();

    /// <summary>What the user chose; else what begins with "Calculate" needs a tool.</summary>
    public override Task<RouteDecision> Route(RouteRequest request, ServerCallContext context)
    {
        var tools = request.Choice is "tools" || request.HasTools || (request.Choice.Length == 0 && request.Message.StartsWith("Calculate", StringComparison.Ordinal));
        return Task.FromResult(new RouteDecision
        {
            Route = tools ? "tools" : "arena",
            QueryType = tools ? "tool_calling" : "general_chat",
            Confidence = 0.9,
            DecidedBy = request.Choice.Length > 0 ? "user-choice" : "classifier",
            Reasons = { "classifier: as the first word says" },
            ToolProbability = tools ? 0.9 : 0.1,
            ModelId = tools ? FakeInference.Aurora.Id : "",
        });
    }

    public override Task<Battle> StartBattle(StartBattleRequest request, ServerCallContext context) =>
        Task.FromResult(Open(request.Message, request.Session, request.ViewIndex, request.TraceParent, Guid.NewGuid().ToString("N"), request.Models));

    public override Task<Battle> NextView(NextViewRequest request, ServerCallContext context)
    {
        var battle = Find(request.BattleId);
        return Task.FromResult(Open(battle.Turns is [var first, ..] ? first.Message : battle.Message, battle.Session, (battle.ViewIndex + 1) % Views, request.TraceParent, battle.PromptId, NamedIn(battle)));
    }

    public override Task<Battle> ContinueBattle(ContinueBattleRequest request, ServerCallContext context)
    {
        var earlier = Find(request.BattleId);
        lock (earlier)
        {
            if (earlier.ContinuedBy.Length > 0)
            {
                return Task.FromResult(Find(earlier.ContinuedBy).Clone());
            }

            var opened = Find(Open(request.Message, earlier.Session, earlier.ViewIndex, request.TraceParent, earlier.PromptId, NamedIn(earlier)).BattleId);
            opened.Turns.Add(earlier.Turns);
            if (earlier.State is not BattleState.Failed)
            {
                opened.Turns.Add(new BattleTurn { Message = earlier.Message, AnswerA = request.AnswerA, AnswerB = request.AnswerB });
                earlier.State = BattleState.Continued;
            }

            earlier.ContinuedBy = opened.BattleId;
            return Task.FromResult(opened.Clone());
        }
    }

    public override Task<Battle> GetBattle(GetBattleRequest request, ServerCallContext context) => Task.FromResult(Find(request.BattleId));

    public override Task<Battle> AdvanceBattle(AdvanceBattleRequest request, ServerCallContext context)
    {
        var battle = Find(request.BattleId);
        lock (battle)
        {
            if (request.State < battle.State)
            {
                throw new RpcException(new(StatusCode.FailedPrecondition, $"{battle.State} does not go back to {request.State}."));
            }

            battle.State = request.State;
            return Task.FromResult(battle.Clone());
        }
    }

    public override Task<RouterStatus> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        Task.FromResult(new RouterStatus { ActiveBattles = _battles.Count, SessionStore = "memory" });

    private Battle Open(string message, string session, int view, string traceParent, string promptId, RepeatedField<string> named)
    {
        var battle = new Battle
        {
            BattleId = Guid.NewGuid().ToString("N"),
            PromptId = promptId,
            Message = message,
            Session = session,
            ViewIndex = view,
            TotalViews = Views,
            State = BattleState.Created,
            Route = new() { Route = "arena", QueryType = "general_chat", Confidence = 0.5 },
            ModelA = named.Count > 0 ? named[0] : FakeInference.Aurora.Id,
            ModelB = named.Count > 0 ? named[1] : FakeInference.Basalt.Id,
            PairPolicy = named.Count > 0 ? "named" : "uniform",
            PairProbability = 1,
            TraceParent = traceParent,
            CreatedAt = Timestamp.FromDateTime(DateTime.UnixEpoch),
        };
        _battles[battle.BattleId] = battle;
        return battle.Clone();
    }

    private static RepeatedField<string> NamedIn(Battle battle) => battle.PairPolicy == "named" ? [battle.ModelA, battle.ModelB] : [];

    private Battle Find(string id) => _battles.TryGetValue(id, out var battle)
        ? battle
        : throw new RpcException(new(StatusCode.NotFound, "No such battle."));
}
