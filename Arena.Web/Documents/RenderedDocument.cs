using System.Globalization;
using System.Text;
using Arena.Contracts.Ratings;

namespace Arena.Web.Documents;

/// <summary>The text of a document as models get it: each page under its number, where there are several.</summary>
internal sealed class RenderedDocument
{
    /// <summary>A low figure, as the router takes it, so that what fits by it does fit: most texts have more bytes to a token.</summary>
    public const int BytesPerToken = 3;

    /// <summary>Around the text: its name, its hash, the lines above and below.</summary>
    public const int FrameBytes = 600;

    /// <summary>A cut goes back so far to the end of a line or of a word.</summary>
    private const int BackShare = 10;

    private readonly List<int> _pageStarts = [];
    private readonly Document _document;

    public RenderedDocument(Document document)
    {
        _document = document;
        var text = new StringBuilder();
        foreach (var (i, page) in document.Pages.Index())
        {
            _pageStarts.Add(text.Length);
            if (document.Pages.Count > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"[Page {i + 1}]\n");
            }

            text.Append(page).Append("\n\n");
        }

        Text = text.ToString().TrimEnd();
    }

    public string Text { get; }

    /// <summary>About how much room it takes, with the lines around it.</summary>
    public int Tokens => (Encoding.UTF8.GetByteCount(Text) + FrameBytes) / BytesPerToken;

    /// <summary>The longest start that fits into so many bytes of UTF-8, to the end of a line or of a word where one is near.</summary>
    public DocumentExcerpt Fit(long bytes)
    {
        var characters = Encoding.UTF8.GetByteCount(Text) <= bytes ? Text.Length : LongestStart(Text, bytes);
        return Take(characters);
    }

    /// <summary>The first characters, as an earlier <see cref="Fit"/> chose them.</summary>
    public DocumentExcerpt Take(int characters)
    {
        var text = Text[..Math.Min(characters, Text.Length)];
        return new(
            _document.Name,
            text,
            text.Length == 0 ? 0 : _pageStarts.Count(start => start < text.Length),
            _document.TotalPages,
            Text.Length,
            IsCut: text.Length < Text.Length || _document.Cut);
    }

    private static int LongestStart(string text, long bytes)
    {
        var (length, used) = (0, 0L);
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        var nearest = text.AsSpan(0, length).LastIndexOfAny('\n', ' ');
        return nearest >= length - (length / BackShare) ? nearest : length;
    }
}

/// <summary>What of a document is sent: the same to every model.</summary>
/// <param name="Pages">How many are in it, the last perhaps in part.</param>
/// <param name="TotalCharacters">Of the whole text that is kept.</param>
/// <param name="IsCut">The document goes on.</param>
internal sealed record DocumentExcerpt(string Name, string Text, int Pages, int TotalPages, int TotalCharacters, bool IsCut)
{
    public int Characters => Text.Length;

    /// <summary>Hexadecimal SHA-256 of the text as it is sent.</summary>
    public string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>
    /// The user's message: the question, then the document between lines that its text cannot imitate, as it holds the hash of that text.
    /// </summary>
    public string AppendTo(string prompt) =>
        $"{prompt}\n\n----- document {Hash[..16]}: {Name}{(IsCut ? " (its beginning)" : "")} -----\n{Text}\n----- end of document {Hash[..16]} -----";
}
