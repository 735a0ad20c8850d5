using Arena.ModelSimulator.Configuration;

namespace Arena.ModelSimulator.Text;

/// <summary>Puts the parts of an answer into the Markdown of a style.</summary>
internal static class Layout
{
    public static string For(AnswerStyle style, string opening, IReadOnlyList<Point> points, string? code, string closing)
    {
        var block = code is null ? null : $"```python\n{code}\n```";
        return style switch
        {
            AnswerStyle.Headers => Paragraphs([opening, block, .. points.Select(point => $"## {point.Title}\n\n{point.Sentence}"), closing]),
            AnswerStyle.Lists => Paragraphs([opening, block, string.Join('\n', points.Select((point, i) => $"{i + 1}. **{point.Title}:** {point.Sentence}")), closing]),
            AnswerStyle.Code => Paragraphs([opening, block, string.Join('\n', points.Select(point => $"- `{point.Title.ToLowerInvariant()}`: {point.Sentence}"))]),
            AnswerStyle.Concise => Paragraphs([block, string.Join(' ', points.Select(point => point.Sentence))]),
            _ => Paragraphs([opening, block, .. points.Chunk(2).Select(pair => string.Join(' ', pair.Select(point => point.Sentence))), closing]),
        };
    }

    /// <summary>Verse has its own form, whatever the style: one couplet per point, broken at the comma in the middle.</summary>
    public static string Verses(string opening, IReadOnlyList<Point> points) => Paragraphs([opening, .. points.Select(point => Couplet(point.Sentence))]);

    // Two blanks at the end of a line are Markdown's line break.
    private static string Couplet(string sentence) =>
        sentence.LastIndexOf(", ", StringComparison.Ordinal) is var comma and > 0
            ? $"{sentence[..(comma + 1)]}  \n{sentence[(comma + 2)..]}"
            : sentence;

    private static string Paragraphs(IEnumerable<string?> parts) => string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)));
}
