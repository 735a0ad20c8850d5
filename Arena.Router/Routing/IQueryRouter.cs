using Arena.Contracts.Router;

namespace Arena.Router.Routing;

/// <summary>Decides where a query goes, from the query alone, without a call to anything.</summary>
internal interface IQueryRouter
{
    RouteDecision Decide(RouteRequest request);
}

internal static class Routes
{
    public const string Arena = "arena";
    public const string Tools = "tools";
}
