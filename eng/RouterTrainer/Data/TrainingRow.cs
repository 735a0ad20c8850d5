using Arena.Router.Classification;
using Arena.Router.Evaluation;

namespace Arena.RouterTrainer.Data;

/// <summary>One labelled query.</summary>
/// <param name="Set">Sets are left out whole when the model is validated.</param>
/// <param name="Source">Sets of one source resemble each other: BFCL's, arena-hard, and our own.</param>
/// <param name="Type">Its type among <see cref="QueryTypes.OfTexts"/>; −1 when nobody said.</param>
/// <param name="Weight">How much it counts.</param>
internal sealed record TrainingRow(
    string Set, string Source, QueryLabel Label, string Text, IReadOnlyList<Tool> Tools, int Type = -1, float Weight = 1)
{
    public bool IsPositive => Label == QueryLabel.Tool;
}
