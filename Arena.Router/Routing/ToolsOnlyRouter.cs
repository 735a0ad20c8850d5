using Arena.Contracts.Router;

namespace Arena.Router.Routing;

/// <summary>Reads no text: what comes with tools goes to the tool provider, everything else to the arena.</summary>
internal sealed class ToolsOnlyRouter : IQueryRouter
{
    public RouteDecision Decide(RouteRequest request) => request.HasTools
        ? new()
        {
            Route = Routes.Tools,
            QueryType = "tool_calling",
            Confidence = 1,
            Reasons = { "tools-offered: the caller offers tools" },
        }
        : new()
        {
            Route = Routes.Arena,
            QueryType = "general_chat",
            Confidence = 1,
            Reasons = { "no-tools: without a classifier, everything without tools goes to the arena" },
        };
}
