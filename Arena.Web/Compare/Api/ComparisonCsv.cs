using System.Globalization;

namespace Arena.Web.Compare.Api;

/// <summary>One line for each answer (RFC 4180).</summary>
internal static class ComparisonCsv
{
    public const string Header =
        "comparison_id,created_at,prompt,document,position,model_id,display_name,stars,picked,latency_seconds,input_tokens,output_tokens,cost_usd,failed,names_itself,text\r\n";

    public static string Lines(ComparisonAnswer comparison) =>
        string.Concat(comparison.Answers.Select(answer => string.Join(',', Fields(comparison, answer).Select(Escaped)) + "\r\n"));

    private static IEnumerable<string> Fields(ComparisonAnswer comparison, ComparedAnswerView answer) =>
    [
        comparison.Id,
        comparison.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        comparison.Prompt,
        comparison.Document?.Name ?? "",
        Text(answer.Position),
        answer.Facts?.ModelId ?? (comparison.Revealed ? comparison.Models[answer.Position - 1] : ""),
        answer.Facts?.DisplayName ?? "",
        Text(answer.Stars),
        comparison.Picked == answer.Position ? "true" : "false",
        Text(answer.Facts?.LatencySeconds),
        Text(answer.Facts?.InputTokens),
        Text(answer.Facts?.OutputTokens),
        Text(answer.Facts?.CostUsd),
        answer.Failed ?? "",
        answer.NamesItself is true ? "true" : "false",
        answer.Text ?? "",
    ];

    private static string Text(IFormattable? value) => value?.ToString(format: null, CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// Quoted where it must be. What a spreadsheet would take for a formula gets an apostrophe in front: it was written by a stranger or a
    /// model (OWASP, "CSV Injection").
    /// </summary>
    private static string Escaped(string field)
    {
        var safe = field.Length > 0 && field[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(field, CultureInfo.InvariantCulture, out _) ? "'" + field : field;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
