namespace Arena.Router.Classification;

/// <summary>The kinds of queries (DESIGN section 6).</summary>
internal static class QueryTypes
{
    public const string ToolCalling = "tool_calling";
    public const string DataAnalysis = "data_analysis";

    /// <summary>Those that a text alone can have, in the order of the model's outputs.</summary>
    public static readonly IReadOnlyList<string> OfTexts = ["general_chat", "creative", "code", "math", "factual", DataAnalysis];
}
