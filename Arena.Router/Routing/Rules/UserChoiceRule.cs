using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing.Rules;

/// <summary>The user said where the query goes.</summary>
internal sealed class UserChoiceRule : IRouteRule
{
    public string Name => "user-choice";

    public RouteVerdict? Decide(RouteRequest request, QueryAssessment assessment) => request.Choice switch
    {
        Routes.Tools => new(Routes.Tools, 1, "the user chose tools", QueryTypes.ToolCalling),
        Routes.Arena => new(Routes.Arena, 1, "the user chose the arena", assessment.TextType),
        _ => null,
    };
}
