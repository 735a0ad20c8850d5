using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Arena.Ratings.Engine;

/// <summary>
/// How an answer looks: its length and its Markdown, code blocks left out. Source: lm-sys/FastChat <c>monitor/add_markdown_info.py</c>.
/// </summary>
/// <param name="Length">Tokens; characters where no tokens were counted. Only the ratio of two answers matters, so the unit does not.</param>
/// <param name="Headers">Lines that start with one to six # and a blank.</param>
/// <param name="ListItems">Lines that start with a number and a dot, or with -, * or +, and a blank.</param>
/// <param name="Bold">Spans of ** or __ within one line.</param>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct StyleCounts(double Length, double Headers, double ListItems, double Bold)
{
    /// <summary>Counts the style of a text; the length is in characters.</summary>
    public static StyleCounts Of(string text)
    {
        var prose = CodeBlock().Replace(text, "");
        return new(text.Length, HeaderLine().Count(prose), ListLine().Count(prose), BoldSpan().Count(prose));
    }

    public static StyleCounts operator +(StyleCounts one, StyleCounts other) => Add(one, other);

    public static StyleCounts Add(StyleCounts one, StyleCounts other) =>
        new(one.Length + other.Length, one.Headers + other.Headers, one.ListItems + other.ListItems, one.Bold + other.Bold);

    [GeneratedRegex("```[^`]*```", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#{1,6}\s", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^[ \t]*(?:\d+\.|[-*+])\s", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListLine();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*|__[^_\n]+__", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BoldSpan();
}
