namespace Arena.Router.Classification.Text;

/// <summary>
/// A text as hashed features: words, pairs of words, and sequences of four letters inside a word with its borders. Letters count in lower
/// case, a number as "a number", punctuation only where it is that of code: what a writer's habits are should not decide.
/// </summary>
internal static class TextNGrams
{
    /// <summary>How many buckets there are.</summary>
    public const int Buckets = 1 << 14;

    private const int LetterRun = 4;
    private const uint WordSeed = 0x11;
    private const uint PairSeed = 0x23;
    private const uint LetterSeed = 0x35;
    private const uint FirstSeed = 0x47;
    private const uint SignSeed = 0x59;
    private const double CodeShare = 0.03;

    /// <summary>Writes the buckets of the text's features.</summary>
    public static void Read(ReadOnlySpan<char> text, List<int> buckets)
    {
        Span<char> buffer = stackalloc char[WordReader.LongestWord + 2];
        var reader = new WordReader(text, buffer[1..^1]);
        var previous = 1u;
        for (var index = 0; reader.Read(); index++)
        {
            var word = reader.HasDigit ? 2u : Fnv.Hash(reader.Word);
            Add(buckets, WordSeed, word);
            Add(buckets, PairSeed, Fnv.Add(previous, word));
            if (index == 0)
            {
                Add(buckets, FirstSeed, word);
            }

            previous = word;
            if (!reader.HasDigit)
            {
                var length = reader.Word.Length;
                buffer[0] = ' ';
                buffer[length + 1] = ' ';
                for (var i = 0; i + LetterRun <= length + 2; i++)
                {
                    Add(buckets, LetterSeed, Fnv.Hash(buffer.Slice(i, LetterRun)));
                }
            }
        }

        if (LooksLikeCode(text))
        {
            Add(buckets, SignSeed, 0);
        }
    }

    private static bool LooksLikeCode(ReadOnlySpan<char> text)
    {
        var signs = 0;
        foreach (var c in text)
        {
            signs += c is '{' or '}' or ';' or '=' or '<' or '>' or '`' or '(' or ')' or '_' ? 1 : 0;
        }

        return signs > text.Length * CodeShare;
    }

    private static void Add(List<int> buckets, uint seed, uint hash) => buckets.Add((int)(Fnv.Mix(Fnv.Add(seed, hash)) % Buckets));
}
