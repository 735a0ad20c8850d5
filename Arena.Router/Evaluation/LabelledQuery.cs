using Arena.Router.Classification;

namespace Arena.Router.Evaluation;

/// <summary>A query with the known answer to "must one of the offered tools be called?".</summary>
/// <param name="Set">Where it comes from.</param>
internal sealed record LabelledQuery(string Set, QueryLabel Label, string Text, IReadOnlyList<Tool> Tools);

internal enum QueryLabel
{
    Tool,
    IrrelevantTools,
    Chat,
}
