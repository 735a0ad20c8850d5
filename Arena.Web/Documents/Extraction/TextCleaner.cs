using System.Text.RegularExpressions;

namespace Arena.Web.Documents.Extraction;

/// <summary>
/// Makes of what a file says what a model should read: one kind of line break, no invisible characters, ligatures as letters, words that a
/// line break had cut in one piece, no runs of blank lines. Cleaning what is clean changes nothing.
/// </summary>
internal static partial class TextCleaner
{
    private const char FirstLigature = '\uFB00';

    private static readonly string[] Letters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]; // U+FB00 … U+FB06

    public static string Clean(string page)
    {
        var text = page.ReplaceLineEndings("\n");
        text = Invisible.Replace(text, "");
        text = Ligatures.Replace(text, ligature => Letters[ligature.Value[0] - FirstLigature]);
        text = Spaces.Replace(text, " ");
        text = CutWords.Replace(text, "");
        text = LineEnds.Replace(text, "\n");
        return BlankLines.Replace(text, "\n\n").Trim('\n', ' ');
    }

    // Control characters but tab and line feed; soft hyphens; zero-width and direction marks; halves of surrogate pairs; U+FFFE, U+FFFF.
    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F-\x9F\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", RegexOptions.None, 5000)]
    private static partial Regex Invisible { get; }

    [GeneratedRegex(@"[\uFB00-\uFB06]", RegexOptions.None, 5000)]
    private static partial Regex Ligatures { get; }

    [GeneratedRegex(@"[\u00A0\u2000-\u200A\u202F\u205F\u3000]", RegexOptions.None, 5000)]
    private static partial Regex Spaces { get; }

    // "exam-\nple": a hyphen between small letters at the end of a line.
    [GeneratedRegex(@"(?<=\p{Ll}{2})-\n(?=\p{Ll}{2})", RegexOptions.None, 5000)]
    private static partial Regex CutWords { get; }

    [GeneratedRegex(@"[ \t]+\n", RegexOptions.None, 5000)]
    private static partial Regex LineEnds { get; }

    [GeneratedRegex(@"\n{3,}", RegexOptions.None, 5000)]
    private static partial Regex BlankLines { get; }
}
