using Arena.Contracts.Router;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Microsoft.FSharp.Core;

namespace Arena.Router.Tests.StateMachine;

/// <summary>
/// Whatever is called, in whatever order, twice or at once: what comes out is what the contract allows for the same calls one after another.
/// Calls of one round run at once, on any replica. The seed is fixed; FsCheck prints it, and the shortest history it finds, when one fails.
/// </summary>
public abstract class StateMachineContract
{
    private const int Histories = 60;
    private const ulong Seed = 20261121;

    private static readonly BattleState[] States =
        [BattleState.Created, BattleState.Streaming, BattleState.Streaming, BattleState.Answered, BattleState.Answered, BattleState.Revealed, BattleState.Revealed, BattleState.Failed];

    private static readonly Gen<PlannedCall> Call =
        from kind in Gen.Elements(CallKind.Start, CallKind.Start, CallKind.Next, CallKind.Get, CallKind.Continue, CallKind.Continue, CallKind.Advance, CallKind.Advance, CallKind.Advance, CallKind.Advance)
        from battle in Gen.Choose(0, 3)
        from key in Gen.Choose(0, 2)
        from state in Gen.Elements(States)
        from replica in Gen.Choose(0, 1)
        select new PlannedCall((int)kind, battle, key, state, replica);

    /// <summary>Rounds of one to four calls.</summary>
    private static readonly Gen<PlannedCall[][]> History = RoundsOf(Call);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One replica or two, on one store.</summary>
    private protected abstract IReadOnlyList<RouterHost> Replicas { get; }

    [Fact]
    public void No_history_of_calls_reaches_a_state_that_the_contract_does_not_allow()
    {
        var property = FsCheck.FSharp.Prop.ForAll(
            Arb.From(History, Shorter), FuncConvert.FromFunc<PlannedCall[][], Task>(rounds => PlayAsync(rounds)));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithReplay(FSharpOption<Replay>.Some(new(new(Seed, 1), FSharpOption<int>.None))), property);
    }

    private static Gen<PlannedCall[][]> RoundsOf(Gen<PlannedCall> call) =>
        from rounds in Gen.Choose(1, 14)
        from history in Gen.ArrayOf(from calls in Gen.Choose(1, 4) from round in Gen.ArrayOf(call, calls) select round, rounds)
        select history;

    private static IEnumerable<PlannedCall[][]> Shorter(PlannedCall[][] history) =>
        Enumerable.Range(0, history.Length).Select(i => (PlannedCall[][])[.. history.Take(i), .. history.Skip(i + 1)])
            .Concat(from i in Enumerable.Range(0, history.Length)
                    where history[i].Length > 1
                    from j in Enumerable.Range(0, history[i].Length)
                    select (PlannedCall[][])[.. history.Take(i), [.. history[i].Where((_, at) => at != j)], .. history.Skip(i + 1)]);

    private async Task PlayAsync(PlannedCall[][] rounds)
    {
        var name = Guid.NewGuid().ToString("N"); // histories share a store
        var battles = BattleModel.Empty;
        foreach (var round in rounds)
        {
            string[] known = [.. battles.Battles.Keys.Order(StringComparer.Ordinal)];
            var made = await Task.WhenAll(round.Select(call => Task.Run(() => MakeAsync(call, known, name), Token)));
            battles = Linearizability.Explain(battles, made, (before, call) => before.After(call))
                ?? throw new InvalidOperationException($"Not allowed, in no order:\n{string.Join('\n', made.AsEnumerable())}\nBefore: {string.Join('\n', battles.Battles.Values)}");
        }

        foreach (var battle in battles.Battles.Values)
        {
            foreach (var replica in Replicas)
            {
                Assert.Equal(battle, await replica.Router.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token));
            }
        }
    }

    private async Task<MadeCall> MakeAsync(PlannedCall call, string[] known, string name)
    {
        var router = Replicas[call.Replica % Replicas.Count].Router;
        var made = new MadeCall(
            (CallKind)call.Kind, known.Length > 0 ? known[call.Battle % known.Length] : "unknown", $"{name}-{call.Battle % 2}", $"message {(int)call.State % 2}",
            call.Key == 0 ? "" : $"key {call.Key}", call.State, Battle: null, StatusCode.OK);
        try
        {
            return made with
            {
                Battle = made.Kind switch
                {
                    CallKind.Start => await router.StartBattleAsync(new() { Message = made.Message, Session = made.Session, IdempotencyKey = made.Key }, cancellationToken: Token),
                    CallKind.Next => await router.NextViewAsync(new() { BattleId = made.BattleId, IdempotencyKey = made.Key }, cancellationToken: Token),
                    CallKind.Continue => await router.ContinueBattleAsync(
                        new() { BattleId = made.BattleId, Message = made.Message, AnswerA = "a", AnswerB = "b" }, cancellationToken: Token),
                    CallKind.Advance => await router.AdvanceBattleAsync(new() { BattleId = made.BattleId, State = made.State }, cancellationToken: Token),
                    _ => await router.GetBattleAsync(new() { BattleId = made.BattleId }, cancellationToken: Token),
                },
            };
        }
        catch (RpcException exception)
        {
            return made with { Status = exception.StatusCode };
        }
    }
}
