using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing;

/// <summary>An assessment as a message.</summary>
internal static class Classifications
{
    /// <summary>As the service answers.</summary>
    /// <param name="threshold">From which probability the query is one for tools.</param>
    public static QueryClassification ToClassification(this QueryAssessment assessment, double threshold, string model)
    {
        var callsTool = assessment.ToolProbability >= threshold;
        return new()
        {
            QueryType = callsTool ? QueryTypes.ToolCalling : assessment.TextType,
            Confidence = callsTool ? assessment.ToolProbability : assessment.TextTypeProbability,
            ToolProbability = assessment.ToolProbability,
            Reasons = { assessment.Reasons },
            Model = model,
        };
    }
}
