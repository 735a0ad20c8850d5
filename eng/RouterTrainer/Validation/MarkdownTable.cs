using Arena.Router.Evaluation;

namespace Arena.RouterTrainer.Validation;

/// <summary>Figures as a table for docs/router-evaluation.md.</summary>
internal static class MarkdownTable
{
    private const double Threshold = 0.5;

    public static void Write(IReadOnlyList<OutOfSetRow> rows, TextWriter output)
    {
        output.WriteLine("| set | rows | recall | false positives | balanced accuracy | AUC | ECE |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var set in rows.GroupBy(row => row.Row.Set, StringComparer.Ordinal))
        {
            Write(set.Key, [.. set], output);
        }

        Write("**all**", rows, output);
        Write("**tool against chat**", [.. rows.Where(row => row.Row.Label != QueryLabel.IrrelevantTools)], output);
    }

    private static void Write(string name, IReadOnlyList<OutOfSetRow> rows, TextWriter output)
    {
        var figures = Figures.Of([.. rows.Select(row => new ScoredQuery(row.Row.Label, row.Probability, row.Probability >= Threshold))], 0);
        output.WriteLine(
            $"| {name} | {figures.Rows} | {Show(figures.ToolRecall)} | {Show(figures.FalsePositiveRate)} | {Show(figures.BalancedAccuracy)} | "
            + $"{Show(figures.Auc)} | {Show(figures.ExpectedCalibrationError)} |");
    }

    private static string Show(double? figure) => figure is { } value ? $"{value:F3}" : "–";
}
