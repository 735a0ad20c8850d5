using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Battles;
using Grpc.Core;

namespace Arena.Router.Routing;

/// <summary>What a request about routing must be.</summary>
internal static class RoutingBounds
{
    private const int MostLabelsAtOnce = 1000;

    /// <summary>Lets a good request pass.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, with the name of the problem.</exception>
    public static void ThrowIfBroken(RouteRequest request, RoutingOptions options, BattleOptions battles)
    {
        ThrowIfTooMany(request.Tools.Count, options);
        if (request.Choice is not ("" or Routes.Arena or Routes.Tools))
        {
            throw Invalid($"choice is '{request.Choice}'; it must be '{Routes.Arena}', '{Routes.Tools}' or empty.");
        }

        if (request.Session.Length > battles.MaxSessionLength)
        {
            throw Invalid($"The session has {request.Session.Length} characters; at most {battles.MaxSessionLength} are taken.");
        }
    }

    /// <inheritdoc cref="ThrowIfBroken(RouteRequest, RoutingOptions, BattleOptions)"/>
    public static void ThrowIfBroken(ClassifyRequest request, RoutingOptions options) => ThrowIfTooMany(request.Tools.Count, options);

    /// <inheritdoc cref="ThrowIfBroken(RouteRequest, RoutingOptions, BattleOptions)"/>
    public static void ThrowIfBroken(ListRouteLabelsRequest request)
    {
        if (request.Offset < 0 || request.Limit is < 1 or > MostLabelsAtOnce)
        {
            throw Invalid($"offset is {request.Offset} and limit {request.Limit}; they go from 0, and from 1 to {MostLabelsAtOnce}.");
        }
    }

    private static void ThrowIfTooMany(int tools, RoutingOptions options)
    {
        if (tools > options.MaxTools)
        {
            throw Invalid($"The request offers {tools} tools; at most {options.MaxTools} are taken.");
        }
    }

    private static RpcException Invalid(string detail) => ArenaProblem.Create(StatusCode.InvalidArgument, ArenaProblem.InvalidRequest, detail);
}
