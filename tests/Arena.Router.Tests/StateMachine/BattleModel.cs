using System.Collections.Immutable;
using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Router.Tests.StateMachine;

internal enum CallKind
{
    Start,
    Next,
    Continue,
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
    private const string TurnAfter = "the next turn";

    public static readonly BattleModel Empty =
        new(ImmutableDictionary<string, Battle>.Empty, ImmutableDictionary<(string, string), string>.Empty);

    /// <summary>The battles after a call; null when its outcome is not allowed.</summary>
    public BattleModel? After(MadeCall call) => call.Kind is CallKind.Start ? Start(call)
        : !Battles.TryGetValue(call.BattleId, out var battle) ? If(call.Status is StatusCode.NotFound)
        : call.Kind switch
        {
            CallKind.Next => Open(call, battle.BattleId, battle.Turns is [var first, ..] ? first.Message : battle.Message, battle.Session, (battle.ViewIndex + 1) % TotalViews, battle.PromptId),
            CallKind.Continue => Continue(call, battle),
            CallKind.Advance => Advance(call, battle),
            _ => If(Equals(call.Battle, battle)),
        };

    private BattleModel? Start(MadeCall call) => Open(call, call.Session, call.Message, call.Session, view: 0, promptId: null);

    private BattleModel? Open(MadeCall call, string scope, string message, string session, int view, string? promptId)
    {
        if (call.Key.Length > 0 && Starts.TryGetValue((scope, call.Key), out var earlier))
        {
            return Repeat(call, Battles[earlier], message);
        }

        return call.Battle is { State: BattleState.Created } opened
            && !Battles.ContainsKey(opened.BattleId)
            && (opened.Message, opened.Session, opened.ViewIndex, opened.PromptId) == (message, session, view, promptId ?? opened.PromptId)
            && opened.ModelA != opened.ModelB
            ? new(Battles.Add(opened.BattleId, opened), call.Key.Length > 0 ? Starts.Add((scope, call.Key), opened.BattleId) : Starts)
            : null;
    }

    /// <summary>From an answered battle, which is then continued, or from one whose later turn failed; followed by one battle.</summary>
    private BattleModel? Continue(MadeCall call, Battle battle)
    {
        if (Starts.TryGetValue((battle.BattleId, TurnAfter), out var next))
        {
            return Repeat(call, Battles[next], call.Message);
        }

        var again = battle.State is BattleState.Failed && battle.Turns.Count > 0;
        if (battle.State is not BattleState.Answered && !again)
        {
            // A vote that came in between leaves a start behind that another message then meets.
            return If(call.Status is StatusCode.FailedPrecondition || (battle.State is BattleState.Revealed && call.Status is StatusCode.AlreadyExists));
        }

        if (call.Battle is not { State: BattleState.Created } opened
            || Battles.ContainsKey(opened.BattleId)
            || (opened.Message, opened.Session, opened.ViewIndex, opened.PromptId) != (call.Message, battle.Session, battle.ViewIndex, battle.PromptId)
            || (opened.ModelA, opened.ModelB, opened.Turns.Count) != (battle.ModelA, battle.ModelB, battle.Turns.Count + (again ? 0 : 1)))
        {
            return null;
        }

        var before = again ? battle : new Battle(battle) { State = BattleState.Continued, ContinuedBy = opened.BattleId };
        return new(Battles.SetItem(battle.BattleId, before).Add(opened.BattleId, opened), Starts.Add((battle.BattleId, TurnAfter), opened.BattleId));
    }

    /// <summary>The battle of the first start, as it is now; which one followed it, only a look at it tells.</summary>
    private BattleModel? Repeat(MadeCall call, Battle kept, string message) =>
        If(kept.Message == message ? Equals(call.Battle, new Battle(kept) { ContinuedBy = "" }) : call.Status is StatusCode.AlreadyExists);

    private BattleModel? Advance(MadeCall call, Battle battle) => battle.State == call.State || MayMove(battle.State, call.State)
        ? If(Equals(call.Battle, new Battle(battle) { State = call.State })) is null ? null : this with { Battles = Battles.SetItem(battle.BattleId, call.Battle!) }
        : If(call.Status is StatusCode.FailedPrecondition);

    /// <summary>created → streaming → answered → revealed; what is not answered yet may fail. Only another turn continues a battle.</summary>
    private static bool MayMove(BattleState from, BattleState to) => (from, to) is
        (BattleState.Created, BattleState.Streaming) or (BattleState.Streaming, BattleState.Answered) or (BattleState.Answered, BattleState.Revealed)
        or (BattleState.Created or BattleState.Streaming, BattleState.Failed);

    private BattleModel? If(bool allowed) => allowed ? this : null;
}
