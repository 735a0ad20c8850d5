using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing.Rules;

/// <summary>The session is in the middle of a workflow: an answer to it is no new question.</summary>
internal sealed class ActiveWorkflowRule : IRouteRule
{
    public string Name => "active-workflow";

    public RouteVerdict? Decide(RouteRequest request, QueryAssessment assessment) => request.Context?.ActiveWorkflow is { Length: > 0 } workflow
        ? new(Routes.Tools, 1, $"the session is in the workflow '{workflow}'", QueryTypes.ToolCalling)
        : null;
}
