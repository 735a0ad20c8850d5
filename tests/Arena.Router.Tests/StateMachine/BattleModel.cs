using System.Collections.Immutable;
using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Router.Tests.StateMachine;

internal enum CallKind
{
    Start,
    Next,
    Advance,
    Get,
}

/// <summary>A call to make.</summary>
/// <param name="Battle">Which of the battles that are known by then; for a start, whose session.</param>
/// <param name="Key">The idempotency key; 0: none.</param>
/// <param name="State">Of an advance; for a start, which message.</param>
/// <param name="Replica">Who is asked.</param>
public sealed record PlannedCall(int Kind, int Battle, int Key, BattleState State, int Replica);

/// <summary>A call that was made, and what came out: a battle, or a status.</summary>
internal sealed record MadeCall(CallKind Kind, string BattleId, string Session, string Message, string Key, BattleState State, Battle? Battle, StatusCode Status);

/// <summary>All battles as the contract has them, and nothing of how the router keeps them.</summary>
internal sealed record BattleModel(ImmutableDictionary<string, Battle> Battles, ImmutableDictionary<(string Scope, string Key), string> Starts)
{
    private const int TotalViews = 3;

    public static readonly BattleModel Empty =
        new(ImmutableDictionary<string, Battle>.Empty, ImmutableDictionary<(string, string), string>.Empty);

    /// <summary>The battles after a call; null when its outcome is not allowed.</summary>
    public BattleModel? After(MadeCall call) => call.Kind is CallKind.Start ? Start(call)
        : !Battles.TryGetValue(call.BattleId, out var battle) ? If(call.Status is StatusCode.NotFound)
        : call.Kind switch
        {
            CallKind.Next => Open(call, battle.BattleId, battle.Message, battle.Session, (battle.ViewIndex + 1) % TotalViews, battle.PromptId),
            CallKind.Advance => Advance(call, battle),
            _ => If(Equals(call.Battle, battle)),
        };

    private BattleModel? Start(MadeCall call) => Open(call, call.Session, call.Message, call.Session, view: 0, promptId: null);

    private BattleModel? Open(MadeCall call, string scope, string message, string session, int view, string? promptId)
    {
        if (call.Key.Length > 0 && Starts.TryGetValue((scope, call.Key), out var earlier))
        {
            return Battles[earlier].Message == message ? If(Equals(call.Battle, Battles[earlier])) : If(call.Status is StatusCode.AlreadyExists);
        }

        return call.Battle is { State: BattleState.Created } opened
            && !Battles.ContainsKey(opened.BattleId)
            && (opened.Message, opened.Session, opened.ViewIndex, opened.PromptId) == (message, session, view, promptId ?? opened.PromptId)
            && opened.ModelA != opened.ModelB
            ? new(Battles.Add(opened.BattleId, opened), call.Key.Length > 0 ? Starts.Add((scope, call.Key), opened.BattleId) : Starts)
            : null;
    }

    private BattleModel? Advance(MadeCall call, Battle battle) => battle.State == call.State || MayMove(battle.State, call.State)
        ? If(Equals(call.Battle, new Battle(battle) { State = call.State })) is null ? null : this with { Battles = Battles.SetItem(battle.BattleId, call.Battle!) }
        : If(call.Status is StatusCode.FailedPrecondition);

    /// <summary>created → streaming → answered → revealed; what is not answered yet may fail.</summary>
    private static bool MayMove(BattleState from, BattleState to) => (from, to) is
        (BattleState.Created, BattleState.Streaming) or (BattleState.Streaming, BattleState.Answered) or (BattleState.Answered, BattleState.Revealed)
        or (BattleState.Created or BattleState.Streaming, BattleState.Failed);

    private BattleModel? If(bool allowed) => allowed ? this : null;
}
