using System.Text.RegularExpressions;

namespace Arena.Ratings.Evidence;

/// <summary>
/// The Markdown of an answer, counted as LMArena's style control does: code blocks are left out, headers are lines of one to six # and a
/// blank, list items start with a number or one of - * +, bold spans stay within a line.
/// Source: lmarena.ai, "Does style matter?" (2024-08-28); FastChat, monitor/add_markdown_info.py.
/// </summary>
internal sealed partial record TextStyle(int Headers, int ListItems, int BoldSpans)
{
    public static TextStyle Of(string text)
    {
        var prose = CodeBlock().Replace(text, "");
        return new(Header().Count(prose), ListItem().Count(prose), BoldSpan().Count(prose));
    }

    public static TextStyle operator +(TextStyle a, TextStyle b) =>
        new(a.Headers + b.Headers, a.ListItems + b.ListItems, a.BoldSpans + b.BoldSpans);

    [GeneratedRegex("```[^`]*```", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#{1,6}\s", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    [GeneratedRegex(@"^[ \t]*(?:\d+\.|[-*+])\s", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*|__[^_\n]+__", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BoldSpan();
}
