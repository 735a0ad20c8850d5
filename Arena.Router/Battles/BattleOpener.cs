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
            return Repeated(kept, request.Message);
        }

        var battle = new Battle
        {
            PromptId = RandomId.Next(),
            Message = request.Message,
            Session = request.Session,
            ViewIndex = request.ViewIndex,
            Route = route,
            Eligibility = request.Eligibility,
            TraceParent = request.TraceParent,
        };
        var seating = request.Models.Count > 0
            ? await chooser.NameAsync(request.Models[0], request.Models[1], battle, cancellationToken)
            : await chooser.DrawAsync(battle, cancellationToken);
        return await OpenAsync(battle, seating, start, cancellationToken);
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
            Message = earlier.Message,
            Session = earlier.Session,
            ViewIndex = (earlier.ViewIndex + 1) % options.CurrentValue.TotalViews,
            Route = earlier.Route,
            Eligibility = earlier.Eligibility,
            TraceParent = request.TraceParent,
        };
        var seating = earlier.PairPolicy == PairChooser.Named
            ? await chooser.NameAsync(earlier.ModelA, earlier.ModelB, battle, cancellationToken)
            : await chooser.DrawAsync(battle, cancellationToken);
        return await OpenAsync(battle, seating, start, cancellationToken);
    }

    /// <summary>A key is a client's own word: it means something within one session, or after one battle.</summary>
    private static string StartOf(string scope, string key) => key.Length > 0 ? $"{scope}\n{key}" : "";

    private static Battle Repeated(Battle kept, string message) => kept.Message == message
        ? kept
        : throw ArenaProblem.Create(
            StatusCode.AlreadyExists, ArenaProblem.IdempotencyConflict, "The idempotency key belongs to a battle with another message.");

    private async Task<Battle> OpenAsync(Battle battle, Seating seating, string start, CancellationToken cancellationToken)
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
            return Repeated(kept, battle.Message);
        }

        metrics.Drawn(seating.Policy);
        RouterTelemetry.Describe(battle);
        logger.BattleOpened(battle.BattleId, battle.ViewIndex, seating.Policy);
        return battle;
    }
}
