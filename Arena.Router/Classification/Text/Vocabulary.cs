using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Arena.Router.Classification.Text;

/// <summary>How much a word says (inverse document frequency) and what it is about.</summary>
internal sealed class Vocabulary
{
    private readonly FrozenDictionary<uint, float> _idf;
    private readonly Concepts _concepts;

    /// <summary>Takes what was counted.</summary>
    /// <param name="idf">By stem, above 0.</param>
    /// <param name="unknown">For a stem that is not there.</param>
    public Vocabulary(IReadOnlyDictionary<uint, float> idf, float unknown, Concepts concepts)
    {
        _idf = idf.ToFrozenDictionary();
        _concepts = concepts;
        Unknown = unknown;
    }

    public IReadOnlyDictionary<uint, float> Idf => _idf;

    public float Unknown { get; }

    public Concepts Concepts => _concepts;

    /// <summary>The words of a text that say something, in their order.</summary>
    /// <param name="text">Any UTF-16 units.</param>
    /// <param name="most">At most so many words are read, stop words included.</param>
    /// <param name="trigrams">Gets the letters of those words.</param>
    public List<Word> Read(ReadOnlySpan<char> text, int most, TrigramSet trigrams)
    {
        Span<char> buffer = stackalloc char[WordReader.LongestWord];
        var reader = new WordReader(text, buffer);
        var words = new List<Word>();
        var previous = 0u;
        for (var read = 0; read < most && reader.Read(); read++)
        {
            if (StopWords.Contains(reader.Word))
            {
                continue;
            }

            trigrams.Add(reader.Word);
            var length = Stemmer.Stem(reader.Word);
            var stem = Fnv.Hash(reader.Word[..length]);
            words.Add(new(
                stem,
                length >= Word.PrefixLength ? Fnv.Hash(reader.Word[..Word.PrefixLength]) : 0,
                previous == 0 ? 0 : Fnv.Mix(Fnv.Add(previous, stem)),
                _idf.GetValueOrDefault(stem, Unknown),
                _concepts.Of(stem),
                reader.HasDigit,
                reader.IsName,
                reader.Place));
            previous = stem;
        }

        return words;
    }
}

/// <summary>A word that says something.</summary>
/// <param name="Stem">Hash of the stem.</param>
/// <param name="Prefix">Hash of the stem's first letters; 0 when it is shorter.</param>
/// <param name="Pair">Hash of the word before it and this one; 0 for the first.</param>
/// <param name="Idf">How much it says.</param>
/// <param name="Place">Where it is in the text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Word(uint Stem, uint Prefix, uint Pair, float Idf, ConceptSet Concepts, bool IsNumber, bool IsName, Range Place)
{
    public const int PrefixLength = 5;

    /// <summary>Rather the value of a parameter than a word about what is wanted.</summary>
    public bool IsArgument => IsNumber || IsName;
}
