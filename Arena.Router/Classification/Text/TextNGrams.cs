using System.Runtime.InteropServices;

namespace Arena.Router.Classification.Text;

/// <summary>
/// A text as hashed features: words, pairs of words, and sequences of four letters inside a word with its borders. Letters count in lower
/// case, a number as "a number", punctuation only where it is that of code: what a writer's habits are should not decide.
/// </summary>
internal sealed class TextNGrams
{
    /// <summary>How many buckets there are.</summary>
    public const int BucketCount = 1 << 14;

    private const int LetterRun = 4;
    private const uint WordSeed = 0x11;
    private const uint PairSeed = 0x23;
    private const uint LetterSeed = 0x35;
    private const uint FirstSeed = 0x47;
    private const uint SignSeed = 0x59;
    private const uint Number = 2;
    private const double CodeShare = 0.03;

    private readonly List<int> _buckets;
    private readonly List<(Range Place, int End)> _words;

    public TextNGrams(ReadOnlySpan<char> text)
    {
        const int PerWord = 6; // so that the lists seldom grow
        _buckets = new(text.Length * 2);
        _words = new((text.Length / PerWord) + 1);
        Read(text);
        if (LooksLikeCode(text))
        {
            Add(SignSeed, 0);
        }
    }

    /// <summary>The buckets of all features, one as often as it occurs.</summary>
    public ReadOnlySpan<int> Buckets => CollectionsMarshal.AsSpan(_buckets);

    /// <summary>The words, each with the end of its features among the buckets.</summary>
    public IReadOnlyList<(Range Place, int End)> Words => _words;

    private void Read(ReadOnlySpan<char> text)
    {
        Span<char> bordered = stackalloc char[WordReader.LongestWord + 2];
        var reader = new WordReader(text, bordered[1..^1]);
        var previous = 1u;
        while (reader.Read())
        {
            var word = reader.HasDigit ? Number : Fnv.Hash(reader.Word);
            Add(WordSeed, word);
            Add(PairSeed, Fnv.Add(previous, word));
            if (_words.Count == 0)
            {
                Add(FirstSeed, word);
            }

            previous = word;
            if (!reader.HasDigit)
            {
                var length = reader.Word.Length;
                (bordered[0], bordered[length + 1]) = (' ', ' ');
                for (var i = 0; i + LetterRun <= length + 2; i++)
                {
                    Add(LetterSeed, Fnv.Hash(bordered.Slice(i, LetterRun)));
                }
            }

            _words.Add((reader.Place, _buckets.Count));
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

    private void Add(uint seed, uint hash) => _buckets.Add((int)(Fnv.Mix(Fnv.Add(seed, hash)) % BucketCount));
}
