using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Pairing;
using Arena.Router.Sessions;
using Arena.Router.Telemetry;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Router.Battles;

/// <summary>Finds two models for a prompt and keeps the battle.</summary>
internal sealed class BattleOpener(
    PairChooser chooser,
    IBattleStore store,
    IOptionsMonitor<BattleOptions> options,
    TimeProvider time,
    RouterMetrics metrics,
    ILogger<BattleOpener> logger)
{
    public async Task<Battle> OpenAsync(StartBattleRequest request, RouteDecision route, CancellationToken cancellationToken)
    {
        var start = StartOf(request.Session, request.IdempotencyKey);
        if (await store.FindStartAsync(start, cancellationToken) is { } kept)
        {
            return Repeated(kept, request.Message, ArenaProblem.IdempotencyConflict);
        }

        var battle = new Battle
        {
            PromptId = RandomId.Next(),
            Message = request.Message,
            Session = request.Session,
            ViewIndex = request.ViewIndex,
            Route = route,
            Eligibility = request.Eligibility,
            DocumentId = request.DocumentId,
            TraceParent = request.TraceParent,
        };
        var seating = request.Models.Count > 0
            ? await chooser.NameAsync(request.Models[0], request.Models[1], battle, cancellationToken)
            : await chooser.DrawAsync(battle, cancellationToken);
        return await OpenAsync(battle, seating, start, ArenaProblem.IdempotencyConflict, cancellationToken);
    }

    /// <summary>The next view of a prompt: a pair that it has not had, while there is one; the same two models where the voter chose them.</summary>
    public async Task<Battle> OpenNextAsync(Battle earlier, NextViewRequest request, CancellationToken cancellationToken)
    {
        var start = StartOf(earlier.BattleId, request.IdempotencyKey);
        if (await store.FindStartAsync(start, cancellationToken) is { } kept)
        {
            return kept;
        }

        var battle = new Battle
        {
            PromptId = earlier.PromptId,
            Message = earlier.Turns is [var first, ..] ? first.Message : earlier.Message,
            Session = earlier.Session,
            ViewIndex = (earlier.ViewIndex + 1) % options.CurrentValue.TotalViews,
            Route = earlier.Route,
            Eligibility = earlier.Eligibility,
            DocumentId = earlier.DocumentId,
            TraceParent = request.TraceParent,
        };
        var seating = earlier.PairPolicy == PairChooser.Named
            ? await chooser.NameAsync(earlier.ModelA, earlier.ModelB, battle, cancellationToken)
            : await chooser.DrawAsync(battle, cancellationToken);
        return await OpenAsync(battle, seating, start, ArenaProblem.IdempotencyConflict, cancellationToken);
    }

    /// <summary>The next turn of a conversation.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION or ALREADY_EXISTS, with the name of the problem.</exception>
    public async Task<Battle> OpenTurnAsync(Battle earlier, ContinueBattleRequest request, CancellationToken cancellationToken)
    {
        var opened = await store.FindStartAsync(TurnAfter(earlier.BattleId), cancellationToken) is { } kept
            ? Repeated(kept, request.Message, ArenaProblem.BattleContinued)
            : await OpenNewTurnAsync(earlier, request, cancellationToken);

        // The new one first: should this process be lost in between, the battle can still be voted on or continued.
        if (earlier.State is not BattleState.Failed)
        {
            var advance = await store.AdvanceAsync(earlier.BattleId, BattleState.Continued, cancellationToken);
            Conversation.ThrowUnless(advance is { Allowed: true }, ArenaProblem.BattleRevealed, "The battle was voted on meanwhile.");
        }

        return opened;
    }

    /// <summary>The battle in which the conversation went on; empty when it did not.</summary>
    public async Task<string> FindTurnAfterAsync(string battleId, CancellationToken cancellationToken) =>
        (await store.FindStartAsync(TurnAfter(battleId), cancellationToken))?.BattleId ?? "";

    private static string TurnAfter(string battleId) => $"{battleId}\n\nturn";

    private async Task<Battle> OpenNewTurnAsync(Battle earlier, ContinueBattleRequest request, CancellationToken cancellationToken)
    {
        var battle = new Battle
        {
            PromptId = earlier.PromptId,
            Message = request.Message,
            Session = earlier.Session,
            ViewIndex = earlier.ViewIndex,
            Route = earlier.Route,
            Eligibility = earlier.Eligibility,
            DocumentId = earlier.DocumentId,
            TraceParent = request.TraceParent,
            Turns = { Conversation.Before(earlier, request, options.CurrentValue.MaxTurns) },
        };
        await chooser.NameAsync(earlier.ModelA, earlier.ModelB, Conversation.InNeedOfRoom(battle), cancellationToken);
        var seating = new Seating(earlier.ModelA, earlier.ModelB, Coin: null, earlier.PairPolicy, earlier.PairProbability);
        return await OpenAsync(battle, seating, TurnAfter(earlier.BattleId), ArenaProblem.BattleContinued, cancellationToken);
    }

    /// <summary>A key is a client's own word: it means something within one session, or after one battle.</summary>
    private static string StartOf(string scope, string key) => key.Length > 0 ? $"{scope}\n{key}" : "";

    /// <summary>The battle that was kept for a start; or the problem <paramref name="conflict"/>, where that one has another message.</summary>
    private static Battle Repeated(Battle kept, string message, string conflict) => kept.Message == message
        ? kept
        : throw ArenaProblem.Create(StatusCode.AlreadyExists, conflict, "The same start led to a battle with another message.");

    private async Task<Battle> OpenAsync(Battle battle, Seating seating, string start, string conflict, CancellationToken cancellationToken)
    {
        battle.BattleId = RandomId.Next();
        battle.State = BattleState.Created;
        battle.TotalViews = options.CurrentValue.TotalViews;
        (battle.ModelA, battle.ModelB) = (seating.First, seating.Second);
        battle.PairPolicy = seating.Policy;
        battle.PairProbability = seating.Probability;
        battle.CreatedAt = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        var kept = await store.CreateAsync(battle, start, seating.Coin, cancellationToken);
        if (!ReferenceEquals(kept, battle))
        {
            return Repeated(kept, battle.Message, conflict);
        }

        if (battle.Turns.Count == 0)
        {
            metrics.Drawn(seating.Policy);
        }

        RouterTelemetry.Describe(battle);
        logger.BattleOpened(battle.BattleId, battle.ViewIndex, seating.Policy);
        return battle;
    }
}
