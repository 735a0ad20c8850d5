using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Battles;
using Arena.Router.Classification;
using Arena.Router.Routing;
using Arena.Router.Routing.Labels;
using Arena.Router.Sessions;
using Grpc.Core;
using Microsoft.Extensions.Options;
using RouterBase = Arena.Contracts.Router.Router.RouterBase;

namespace Arena.Router.Grpc;

/// <summary>Routes queries and keeps battles, over gRPC.</summary>
internal sealed class RouterService(
    RoutePlanner planner,
    QueryClassifier classifier,
    IRouteLabelStore labels,
    BattleOpener opener,
    IBattleStore store,
    SessionBoundary boundary,
    IOptionsMonitor<BattleOptions> options,
    IOptionsMonitor<RoutingOptions> routing)
    : RouterBase
{
    public override Task<RouteDecision> Route(RouteRequest request, ServerCallContext context)
    {
        RoutingBounds.ThrowIfBroken(request, routing.CurrentValue, options.CurrentValue);
        return planner.PlanAsync(request, context.CancellationToken);
    }

    public override Task<QueryClassification> Classify(ClassifyRequest request, ServerCallContext context)
    {
        RoutingBounds.ThrowIfBroken(request, routing.CurrentValue);
        return Task.FromResult(classifier.Assess(request.Message, request.Tools.ToTools())
            .ToClassification(routing.CurrentValue.ThresholdFor(request.Tools.Count), classifier.ModelName));
    }

    public override Task<ListRouteLabelsResponse> ListRouteLabels(ListRouteLabelsRequest request, ServerCallContext context)
    {
        RoutingBounds.ThrowIfBroken(request);
        return boundary.CallAsync(context, async cancellationToken =>
        {
            var (some, total) = await labels.ListAsync(request.Offset, request.Limit, cancellationToken);
            return new ListRouteLabelsResponse { Labels = { some }, Total = total };
        });
    }

    public override Task<Battle> StartBattle(StartBattleRequest request, ServerCallContext context)
    {
        BattleRules.ThrowIfBroken(request, options.CurrentValue);
        var route = planner.PlanBattle(request.Message);
        return boundary.CallAsync(context, cancellationToken => opener.OpenAsync(request, route, cancellationToken));
    }

    public override Task<Battle> NextView(NextViewRequest request, ServerCallContext context)
    {
        BattleRules.ThrowIfBroken(request.IdempotencyKey, options.CurrentValue);
        return boundary.CallAsync(context, async cancellationToken =>
        {
            var earlier = await store.FindAsync(request.BattleId, cancellationToken) ?? throw NotFound(request.BattleId);
            return await opener.OpenNextAsync(earlier, request, cancellationToken);
        });
    }

    public override Task<Battle> ContinueBattle(ContinueBattleRequest request, ServerCallContext context)
    {
        BattleRules.ThrowIfBrokenMessage(request.Message, options.CurrentValue);
        return boundary.CallAsync(context, async cancellationToken =>
        {
            var earlier = await store.FindAsync(request.BattleId, cancellationToken) ?? throw NotFound(request.BattleId);
            return await opener.OpenTurnAsync(earlier, request, cancellationToken);
        });
    }

    public override Task<Battle> GetBattle(GetBattleRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
        {
            var battle = await store.FindAsync(request.BattleId, cancellationToken) ?? throw NotFound(request.BattleId);
            if (battle.State is BattleState.Continued)
            {
                battle.ContinuedBy = await opener.FindTurnAfterAsync(battle.BattleId, cancellationToken);
            }

            return battle;
        });

    public override Task<Battle> AdvanceBattle(AdvanceBattleRequest request, ServerCallContext context)
    {
        if (request.State is not (BattleState.Created or BattleState.Streaming or BattleState.Answered or BattleState.Revealed or BattleState.Failed))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"state is {request.State}: that is no state of a battle."));
        }

        return boundary.CallAsync(context, async cancellationToken =>
        {
            var advance = await store.AdvanceAsync(request.BattleId, request.State, cancellationToken) ?? throw NotFound(request.BattleId);
            return advance.Allowed
                ? advance.Battle
                : throw new RpcException(new Status(
                    StatusCode.FailedPrecondition, $"Battle '{request.BattleId}' is {advance.Battle.State}: it cannot become {request.State}."));
        });
    }

    public override Task<RouterStatus> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken => new RouterStatus
        {
            ActiveBattles = await store.CountActiveAsync(cancellationToken),
            SessionStore = store.Name,
        });

    private static RpcException NotFound(string battleId) =>
        ArenaProblem.Create(StatusCode.NotFound, ArenaProblem.BattleNotFound, $"Battle '{battleId}' is unknown or has expired.");
}
