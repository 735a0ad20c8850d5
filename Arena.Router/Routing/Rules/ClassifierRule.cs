using Arena.Contracts.Router;
using Arena.Router.Classification;
using Microsoft.Extensions.Options;

namespace Arena.Router.Routing.Rules;

/// <summary>What the classifier says, against the configured thresholds: tools, or else the arena. Always has an answer.</summary>
internal sealed class ClassifierRule(IOptionsMonitor<RoutingOptions> options) : IRouteRule
{
    public const string RuleName = "classifier";

    public string Name => RuleName;

    public RouteVerdict? Decide(RouteRequest request, QueryAssessment assessment)
    {
        var threshold = options.CurrentValue.ThresholdFor(request.Tools.Count);
        var probability = assessment.ToolProbability;
        return probability >= threshold
            ? new(Routes.Tools, probability, $"tools are needed with probability {probability:F2}, at least {threshold:F2}", QueryTypes.ToolCalling)
            : new(Routes.Arena, 1 - probability, $"tools are needed with probability {probability:F2}, below {threshold:F2}", assessment.TextType);
    }
}
