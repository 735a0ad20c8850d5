using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing.Rules;

/// <summary>The request brings its own tools: its sender can only use an answer of a model that knows them.</summary>
internal sealed class ExplicitToolsRule : IRouteRule
{
    public string Name => "explicit-tools";

    public RouteVerdict? Decide(RouteRequest request, QueryAssessment assessment) => request.HasTools
        ? new(Routes.Tools, 1, "the request brings tools", QueryTypes.ToolCalling)
        : null;
}
