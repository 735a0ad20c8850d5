using System.Buffers;

namespace Arena.Ratings.Evidence;

/// <summary>
/// The language of a prompt, as well as a few lines can tell: by script where the script says it, else by the commonest words. A board by
/// language needs no more; what it cannot tell is "und" (ISO 639-2), never a guess.
/// </summary>
internal static class LanguageGuess
{
    public const string Unknown = "und";

    /// <summary>The longest part of a prompt that is looked at.</summary>
    private const int Looked = 4096;

    private static readonly (string Code, char First, char Last)[] Scripts =
    [
        ("ja", '\u3040', '\u30FF'), ("ko", '\uAC00', '\uD7AF'), ("zh", '\u4E00', '\u9FFF'), ("ru", '\u0400', '\u04FF'), ("ar", '\u0600', '\u06FF'),
        ("he", '\u0590', '\u05FF'), ("el", '\u0370', '\u03FF'), ("hi", '\u0900', '\u097F'), ("th", '\u0E00', '\u0E7F'),
    ];

    private static readonly (string Code, HashSet<string> Words)[] Words =
    [
        ("en", ["the", "is", "of", "and", "to", "what", "how", "a", "in", "for", "me", "write", "why", "with", "that", "are", "you", "name", "explain", "this"]),
        ("de", ["der", "die", "das", "ist", "und", "wie", "was", "ein", "eine", "nicht", "ich", "mit", "für", "auf", "den", "von", "zu", "warum", "bitte"]),
        ("fr", ["le", "la", "les", "est", "et", "une", "des", "que", "quel", "quelle", "comment", "pour", "dans", "je", "pas", "du", "un", "qui", "moi"]),
        ("es", ["el", "los", "las", "es", "qué", "cómo", "una", "para", "por", "del", "que", "con", "de", "la", "en", "y", "cuál", "un", "mi"]),
        ("pt", ["o", "os", "as", "é", "que", "como", "uma", "para", "não", "do", "da", "em", "um", "por", "com", "qual", "são", "você", "e"]),
        ("it", ["il", "gli", "è", "che", "come", "una", "per", "non", "di", "della", "un", "con", "sono", "qual", "cosa", "perché", "del", "mi"]),
    ];

    private static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n.,;:!?()[]{}\"'«»“”„…-/\\|<>=+*#`~@%^&_0123456789¿¡");

    public static string Of(string prompt)
    {
        var text = prompt.AsSpan(0, Math.Min(prompt.Length, Looked));
        return ByScript(text) ?? ByWords(text) ?? Unknown;
    }

    /// <summary>The first script that a fifth of the letters are in: kana before Han, because Japanese is written with both.</summary>
    private static string? ByScript(ReadOnlySpan<char> text)
    {
        var letters = 0;
        Span<int> counts = stackalloc int[Scripts.Length];
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
            {
                continue;
            }

            letters++;
            for (var i = 0; i < Scripts.Length; i++)
            {
                counts[i] += c >= Scripts[i].First && c <= Scripts[i].Last ? 1 : 0;
            }
        }

        for (var i = 0; i < Scripts.Length; i++)
        {
            if (letters > 0 && counts[i] * 5 >= letters)
            {
                return Scripts[i].Code;
            }
        }

        return null;
    }

    private static string? ByWords(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Words.Length];
        foreach (var range in text.SplitAny(Breaks))
        {
            var word = text[range].ToString().ToLowerInvariant();
            for (var i = 0; i < Words.Length; i++)
            {
                counts[i] += Words[i].Words.Contains(word) ? 1 : 0;
            }
        }

        var best = 0;
        for (var i = 1; i < Words.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return counts[best] > 0 ? Words[best].Code : null;
    }
}
