using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing;

/// <summary>One rule of the policy. The first that has an answer decides; the order is that of <see cref="RouteRules.InOrder"/>.</summary>
internal interface IRouteRule
{
    /// <summary>By which traces, figures and decisions name it.</summary>
    string Name { get; }

    /// <summary>Null when the rule has nothing to say about the query.</summary>
    RouteVerdict? Decide(RouteRequest request, QueryAssessment assessment);
}

/// <summary>What a rule answers.</summary>
/// <param name="Confidence">In the route, 0 … 1.</param>
/// <param name="Because">In words.</param>
/// <param name="QueryType">What the query is by that rule.</param>
internal sealed record RouteVerdict(string Route, double Confidence, string Because, string QueryType);
