namespace Arena.Router.Classification;

/// <summary>What the classifier says of a query.</summary>
/// <param name="ToolProbability">That one of the tools on offer must be called; without an offer, that a tool is asked for. 0 … 1.</param>
/// <param name="TextType">What kind of query it is if no tool is called: one of <see cref="QueryTypes.OfTexts"/>.</param>
/// <param name="TextTypeProbability">Of that type among those, 0 … 1.</param>
/// <param name="Reasons">What spoke most for it, as "name: words".</param>
internal sealed record QueryAssessment(double ToolProbability, string TextType, double TextTypeProbability, IReadOnlyList<string> Reasons);
