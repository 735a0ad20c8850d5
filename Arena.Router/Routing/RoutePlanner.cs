using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Routing.Labels;
using Arena.Router.Routing.Rules;
using Arena.Router.Telemetry;
using Grpc.Core;

namespace Arena.Router.Routing;

/// <summary>Decides, finds the model for tools, keeps what the user chose, and says all of it to traces and figures.</summary>
internal sealed class RoutePlanner(RouteRules rules, ToolModels toolModels, RouteLabels labels, RouterMetrics metrics, TimeProvider time)
{
    /// <summary>Plans the way of one query.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION: it must go to tools, and no model that takes tools can answer.</exception>
    public async Task<RouteDecision> PlanAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var decision = rules.Decide(request);
        metrics.Decided(time.GetElapsedTime(started), request.Tools.Count > 0);
        await labels.KeepChoiceAsync(request, decision, cancellationToken);
        if (decision.Route == Routes.Tools)
        {
            decision = await WithModelAsync(decision, cancellationToken);
        }

        return Told(decision);
    }

    /// <summary>The plan of a query for which a battle was asked.</summary>
    public RouteDecision PlanBattle(string message) => Told(rules.DecideBattle(message));

    private async Task<RouteDecision> WithModelAsync(RouteDecision decision, CancellationToken cancellationToken)
    {
        if (await toolModels.ChooseAsync(cancellationToken) is { } model)
        {
            return new(decision) { ModelId = model };
        }

        // Nobody asked for tools, it was only thought that they would help: two models without them are better than an error.
        return decision.DecidedBy == ClassifierRule.RuleName
            ? new(decision) { Route = Routes.Arena, Reasons = { "no-tool-model: no model that takes tools can answer now, so the arena does" } }
            : throw ArenaProblem.Create(
                StatusCode.FailedPrecondition,
                ArenaProblem.NoToolModel,
                $"The query goes to tools ({decision.Reasons[0]}), and no model that takes tools can answer now: "
                + $"add a provider, or name the models in {RoutingOptions.Section}:{nameof(RoutingOptions.ToolModels)}.");
    }

    private RouteDecision Told(RouteDecision decision)
    {
        metrics.Routed(decision);
        RouterTelemetry.Describe(decision);
        return decision;
    }
}
