namespace Arena.Router.Evaluation;

/// <summary>
/// How well queries are routed. Positive means routed to tools. A figure is null where the rows say nothing about it.
/// </summary>
/// <param name="Rows">Number of queries.</param>
/// <param name="ToolRecall">Share of the rows labelled tool that are routed to tools.</param>
/// <param name="FalsePositiveRate">Share of all other rows that are routed to tools.</param>
/// <param name="BalancedAccuracy">Mean of recall and 1 − false-positive rate.</param>
/// <param name="Auc">Probability that a row labelled tool has a higher probability than another row; ties count half.</param>
/// <param name="ExpectedCalibrationError">Mean distance of probability and truth in ten bins of equal width, weighted by rows.</param>
/// <param name="MicrosecondsPerQuery">Mean time of one classification, in one thread, after warm-up.</param>
internal record EvaluationFigures(
    int Rows,
    double? ToolRecall,
    double? FalsePositiveRate,
    double? BalancedAccuracy,
    double? Auc,
    double ExpectedCalibrationError,
    double MicrosecondsPerQuery);

/// <summary>The figures of all rows, and of each set.</summary>
internal sealed record EvaluationReport(EvaluationFigures All, IReadOnlyDictionary<string, EvaluationFigures> PerSet);

/// <summary>One row with what the classifier said.</summary>
internal sealed record ScoredQuery(QueryLabel Label, double ToolProbability, bool RoutedToTools);

internal static class Figures
{
    private const int Bins = 10;

    public static EvaluationFigures Of(IReadOnlyCollection<ScoredQuery> rows, double microsecondsPerQuery)
    {
        var tool = rows.Where(row => row.Label == QueryLabel.Tool).ToArray();
        var other = rows.Where(row => row.Label != QueryLabel.Tool).ToArray();
        var recall = Share(tool);
        var falsePositives = Share(other);
        return new(
            rows.Count,
            recall,
            falsePositives,
            (recall + 1 - falsePositives) / 2,
            AreaUnderCurve(tool, other),
            CalibrationError(rows),
            microsecondsPerQuery);
    }

    private static double? Share(ScoredQuery[] rows) => rows.Length == 0 ? null : rows.Count(row => row.RoutedToTools) / (double)rows.Length;

    // By ranks (Mann and Whitney), ties at their mean rank.
    private static double? AreaUnderCurve(ScoredQuery[] tool, ScoredQuery[] other)
    {
        if (tool.Length == 0 || other.Length == 0)
        {
            return null;
        }

        double below = 0, rankSum = 0;
        foreach (var tied in tool.Concat(other).GroupBy(row => row.ToolProbability).OrderBy(group => group.Key))
        {
            var count = tied.Count();
            rankSum += tied.Count(row => row.Label == QueryLabel.Tool) * (below + ((count + 1) / 2.0));
            below += count;
        }

        return (rankSum - (tool.Length * (tool.Length + 1.0) / 2)) / ((double)tool.Length * other.Length);
    }

    private static double CalibrationError(IReadOnlyCollection<ScoredQuery> rows) =>
        rows.GroupBy(row => Math.Min(Bins - 1, (int)(row.ToolProbability * Bins)))
            .Sum(bin => Math.Abs(bin.Sum(row => row.ToolProbability - (row.Label == QueryLabel.Tool ? 1 : 0)))) / rows.Count;
}
