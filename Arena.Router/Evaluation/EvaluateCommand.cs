using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Router.Classification;
using Arena.Router.Classification.Model;
using Arena.Router.Routing;

namespace Arena.Router.Evaluation;

/// <summary><c>evaluate FILE [--json]</c>: how well the classifier routes the labelled queries of a file.</summary>
internal static class EvaluateCommand
{
    public const string Verb = "evaluate";

    private const int Done = 0;
    private const int BadInput = 1;
    private const int BadUsage = 2;
    private const string JsonSwitch = "--json";

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows the verb.</param>
    /// <param name="output">Gets the figures and nothing else.</param>
    /// <param name="errors">Gets one line that says what is wrong.</param>
    /// <returns>The exit code: 0 done, 1 the file cannot be read or has a bad row, 2 called wrongly.</returns>
    public static int Run(IReadOnlyList<string> arguments, IConfiguration configuration, TextWriter output, TextWriter errors)
    {
        var files = arguments.Where(argument => argument != JsonSwitch).ToArray();
        if (files is not [var file] || file.StartsWith("--", StringComparison.Ordinal))
        {
            errors.WriteLine($"Usage: {Verb} FILE [{JsonSwitch}]. FILE: JSON Lines, also gzipped, of {{set, label: tool|irrelevant_tools|chat, text, tools}}.");
            return BadUsage;
        }

        try
        {
            var options = configuration.GetSection(RoutingOptions.Section).Get<RoutingOptions>() ?? new();
            var queries = LabelledQueries.ReadFile(file);
            var report = new Evaluator(new QueryClassifier(RouterModelFile.LoadDefault()), options, TimeProvider.System).Evaluate(queries);
            output.WriteLine(arguments.Contains(JsonSwitch) ? JsonSerializer.Serialize(EvaluationJson.Of(report), EvaluationJsonContext.Default.EvaluationJson) : ToText(report));
            return Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine($"{file}: {exception.Message}");
            return BadInput;
        }
    }

    private static string ToText(EvaluationReport report)
    {
        var width = Math.Max("all".Length, report.PerSet.Keys.Max(set => set.Length));
        return string.Join(Environment.NewLine, [
            $"{"set".PadRight(width)}  {"rows",6}  {"recall",6}  {"fpr",6}  {"bal.acc",7}  {"auc",6}  {"ece",6}  {"µs",6}",
            Line("all", report.All),
            .. report.PerSet.Select(set => Line(set.Key, set.Value)),
        ]);

        string Line(string name, EvaluationFigures figures) =>
            $"{name.PadRight(width)}  {figures.Rows,6}  {Show(figures.ToolRecall),6}  {Show(figures.FalsePositiveRate),6}  {Show(figures.BalancedAccuracy),7}  "
            + $"{Show(figures.Auc),6}  {figures.ExpectedCalibrationError,6:F3}  {figures.MicrosecondsPerQuery,6:F1}";
        static string Show(double? figure) => figure is { } value ? $"{value:F3}" : "–";
    }
}

/// <summary>The figures as the command prints them.</summary>
internal sealed record EvaluationJson(
    int Rows,
    double? ToolRecall,
    double? FalsePositiveRate,
    double? BalancedAccuracy,
    double? Auc,
    double ExpectedCalibrationError,
    double MicrosecondsPerQuery,
    IReadOnlyDictionary<string, EvaluationFigures> PerSet)
{
    public static EvaluationJson Of(EvaluationReport report) => new(
        report.All.Rows,
        report.All.ToolRecall,
        report.All.FalsePositiveRate,
        report.All.BalancedAccuracy,
        report.All.Auc,
        report.All.ExpectedCalibrationError,
        report.All.MicrosecondsPerQuery,
        report.PerSet);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationJson))]
internal sealed partial class EvaluationJsonContext : JsonSerializerContext;
