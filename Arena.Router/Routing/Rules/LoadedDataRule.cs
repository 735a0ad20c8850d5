using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing.Rules;

/// <summary>The session has data loaded: what is asked is asked of it.</summary>
internal sealed class LoadedDataRule : IRouteRule
{
    public string Name => "loaded-data";

    public RouteVerdict? Decide(RouteRequest request, QueryAssessment assessment) => request.Context?.LoadedData is { Count: > 0 } data
        ? new(Routes.Tools, 1, $"the session has loaded {string.Join(", ", data)}", QueryTypes.DataAnalysis)
        : null;
}
