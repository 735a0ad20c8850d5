using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing;

/// <summary>Decides where a query goes, without a call to anything: what the user chose, the session's context, the classifier.</summary>
internal sealed class RouteRules(IEnumerable<IRouteRule> rules, QueryClassifier classifier)
{
    private const string Battle = "battle";

    /// <summary>The first has the first word.</summary>
    public IReadOnlyList<IRouteRule> InOrder { get; } = [.. rules];

    /// <summary>Where the query goes. The model for tools is not chosen yet.</summary>
    public RouteDecision Decide(RouteRequest request)
    {
        var assessment = classifier.Assess(request.Message, request.Tools.ToTools());
        foreach (var rule in InOrder)
        {
            if (rule.Decide(request, assessment) is { } verdict)
            {
                return DecisionOf(rule.Name, verdict, assessment);
            }
        }

        throw new InvalidOperationException("No rule decided; the last one always must.");
    }

    /// <summary>The decision of somebody who asked for a battle: the arena, and what kind of query it is.</summary>
    public RouteDecision DecideBattle(string message)
    {
        var assessment = classifier.Assess(message, []);
        return DecisionOf(Battle, new(Routes.Arena, assessment.TextTypeProbability, "a battle was asked for", assessment.TextType), assessment);
    }

    private static RouteDecision DecisionOf(string rule, RouteVerdict verdict, QueryAssessment assessment) => new()
    {
        Route = verdict.Route,
        QueryType = verdict.QueryType,
        Confidence = verdict.Confidence,
        Reasons = { $"{rule}: {verdict.Because}", assessment.Reasons },
        DecidedBy = rule,
        ToolProbability = assessment.ToolProbability,
    };
}
