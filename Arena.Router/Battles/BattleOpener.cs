using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Models;
using Arena.Router.Pairing;
using Arena.Router.Sessions;
using Arena.Router.Telemetry;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Router.Battles;

/// <summary>Draws a pair, seats it and keeps the battle.</summary>
internal sealed class BattleOpener(
    ModelPool pool,
    PairPolicies policies,
    IBattleStore store,
    Random random,
    IOptionsMonitor<BattleOptions> options,
    TimeProvider time,
    RouterMetrics metrics,
    ILogger<BattleOpener> logger)
{
    public async Task<Battle> OpenAsync(StartBattleRequest request, RouteDecision route, CancellationToken cancellationToken)
    {
        var pairs = await PairsAsync(cancellationToken);
        return await OpenAsync(
            new()
            {
                PromptId = RandomId.Next(),
                Message = request.Message,
                Session = request.Session,
                ViewIndex = request.ViewIndex,
                Route = route,
                TraceParent = request.TraceParent,
            },
            pairs,
            cancellationToken);
    }

    /// <summary>The next view of a prompt: a pair that it has not had, while there is one.</summary>
    public async Task<Battle> OpenNextAsync(Battle earlier, string traceParent, CancellationToken cancellationToken)
    {
        var pairs = await PairsAsync(cancellationToken);
        var had = await store.FindPairsAsync(earlier.PromptId, cancellationToken);
        var others = pairs.Where(pair => !had.Contains(pair)).ToArray();
        return await OpenAsync(
            new()
            {
                PromptId = earlier.PromptId,
                Message = earlier.Message,
                Session = earlier.Session,
                ViewIndex = (earlier.ViewIndex + 1) % options.CurrentValue.TotalViews,
                Route = earlier.Route,
                TraceParent = traceParent,
            },
            others.Length > 0 ? others : pairs,
            cancellationToken);
    }

    private async Task<Battle> OpenAsync(Battle battle, IReadOnlyList<ModelPair> pairs, CancellationToken cancellationToken)
    {
        var policy = policies[options.CurrentValue.PairPolicy];
        var draw = policy.Draw(pairs, random);
        var firstIsLeft = await store.TakeSeatAsync(draw.Pair, coin: random.Next(2) == 0, cancellationToken);
        (battle.ModelA, battle.ModelB) = firstIsLeft ? (draw.Pair.First, draw.Pair.Second) : (draw.Pair.Second, draw.Pair.First);
        battle.BattleId = RandomId.Next();
        battle.State = BattleState.Created;
        battle.TotalViews = options.CurrentValue.TotalViews;
        battle.PairPolicy = policy.Name;
        battle.PairProbability = draw.Probability;
        battle.CreatedAt = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        await store.CreateAsync(battle, cancellationToken);

        metrics.Drawn(policy.Name);
        RouterTelemetry.Describe(battle);
        logger.BattleOpened(battle.BattleId, battle.ViewIndex, policy.Name);
        return battle;
    }

    private async Task<IReadOnlyList<ModelPair>> PairsAsync(CancellationToken cancellationToken)
    {
        var models = await pool.GetAsync(cancellationToken);
        var pairs = ModelPair.Among(models);
        return pairs.Count > 0
            ? pairs
            : throw ArenaProblem.Create(
                StatusCode.FailedPrecondition,
                ArenaProblem.NotEnoughModels,
                $"A battle needs two different models that can answer now; there are {models.Count}, and no two of them may meet.");
    }
}
