using System.Buffers;

namespace Arena.Router.Classification.Text;

/// <summary>
/// Cuts English inflections and the commonest derivations, so that "calculate", "calculating", "calculator" and "calculation" meet.
/// Shorter than Porter's algorithm and blunter: words are only ever compared with each other, never shown.
/// </summary>
internal static class Stemmer
{
    private const int ShortestStem = 3;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    // Longest first within what can overlap. The number is the shortest stem that may be left.
    private static readonly (string Suffix, int Left)[] Derivations =
    [
        ("ization", 3), ("isation", 3), ("ations", 3), ("ation", 3), ("ement", 4), ("ment", 4), ("ness", 4), ("able", 4), ("ible", 4),
        ("ator", 3), ("ical", 4), ("ance", 4), ("ence", 4), ("ion", 5), ("ate", 3), ("ize", 3), ("ise", 4), ("ous", 4), ("ive", 4), ("ful", 4),
        ("ly", 4), ("al", 4), ("ic", 4), ("er", 4), ("or", 4), ("e", 3), ("y", 4),
    ];

    /// <summary>Length of the stem of a word in lower case; its last letter may be replaced in place.</summary>
    public static int Stem(Span<char> word)
    {
        var length = DropPlural(word);
        length = DropParticiple(word[..length]);
        var before = length;
        length = DropDerivation(word[..length]);
        return length < before ? DropDerivation(word[..length]) : length;
    }

    private static int DropPlural(Span<char> word)
    {
        var length = word.Length;
        if (length <= ShortestStem || word[^1] != 's' || word[^2] is 's' or 'u' or 'i')
        {
            return length;
        }

        if (length > 4 && word.EndsWith("ies"))
        {
            word[length - 3] = 'y';
            return length - 2;
        }

        return length > 4 && (word.EndsWith("xes") || word.EndsWith("ches") || word.EndsWith("shes") || word.EndsWith("sses")) ? length - 2 : length - 1;
    }

    private static int DropParticiple(Span<char> word)
    {
        var cut = word.EndsWith("ing") ? 3 : word.EndsWith("ed") ? 2 : 0;
        var length = word.Length - cut;
        if (cut == 0 || length < ShortestStem || word[..length].IndexOfAny(Vowels) < 0)
        {
            return word.Length;
        }

        return word[length - 1] == word[length - 2] && word[length - 1] is not ('l' or 's' or 'z') ? length - 1 : length;
    }

    private static int DropDerivation(ReadOnlySpan<char> word)
    {
        foreach (var (suffix, left) in Derivations)
        {
            if (word.Length - suffix.Length >= left && word.EndsWith(suffix))
            {
                return word.Length - suffix.Length;
            }
        }

        return word.Length;
    }
}
