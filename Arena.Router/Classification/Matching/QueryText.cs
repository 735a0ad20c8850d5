using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Matching;

/// <summary>A query as words: each once, and apart from the values that it hands over.</summary>
internal sealed class QueryText
{
    private const int MostWords = 300;

    public QueryText(ReadOnlySpan<char> text, Vocabulary vocabulary)
    {
        Trigrams = new TrigramSet();
        var words = vocabulary.Read(text, MostWords, Trigrams);
        Stems = new HashSet32(words.Count);
        Prefixes = new HashSet32(words.Count);
        Pairs = new HashSet32(words.Count);
        Words = new(words.Count);
        foreach (var word in words)
        {
            Pairs.Add(word.Pair);
            if (!Stems.Add(word.Stem))
            {
                continue;
            }

            Prefixes.Add(word.Prefix);
            Words.Add(word);
            Concepts |= word.Concepts;
            if (word.IsNumber)
            {
                Numbers++;
            }
            else if (word.IsName)
            {
                Names++;
            }
        }
    }

    public List<Word> Words { get; }

    public HashSet32 Stems { get; }

    public HashSet32 Prefixes { get; }

    public HashSet32 Pairs { get; }

    public ConceptSet Concepts { get; }

    public TrigramSet Trigrams { get; }

    public int Numbers { get; }

    public int Names { get; }
}
