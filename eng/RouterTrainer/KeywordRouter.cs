using System.Text.RegularExpressions;

namespace Arena.RouterTrainer;

/// <summary>
/// What one writes first: a list of words that sound like tools. The baseline of docs/router-evaluation.md and of bench/Router; nothing routes by it.
/// </summary>
internal static partial class KeywordRouter
{
    public static bool IsForTools(string text) => Words().IsMatch(text);

    [GeneratedRegex(
        @"\b(weather|forecast|calculate|compute|convert|search|look ?up|find|book|reserve|schedule|remind|send|call|email|message|translate|"
        + @"stock|price|exchange rate|currency|flights?|hotels?|directions|map|route|news|play|set|turn (on|off)|create|delete|update|fetch|get|"
        + @"retrieve|run|execute|query|database|file|api)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
