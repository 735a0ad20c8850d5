using Arena.Contracts.Router;
using Arena.Router.Classification;

namespace Arena.Router.Routing;

/// <summary>Tools of a message as the classifier knows them.</summary>
internal static class OfferedTools
{
    public static IReadOnlyList<Tool> ToTools(this IReadOnlyCollection<OfferedTool> tools) =>
        tools.Count == 0 ? [] : [.. tools.Select(tool => new Tool(tool.Name, tool.Description, tool.Parameters))];
}
