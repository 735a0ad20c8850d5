using System.Collections.Frozen;

namespace Arena.Router.Classification.Text;

/// <summary>What words are about, by their stems: the hand-written list in <c>concepts.txt</c>.</summary>
internal sealed class Concepts
{
    private const string Resource = "concepts.txt";
    private const string ActionPrefix = "do-";

    private readonly FrozenDictionary<uint, ConceptSet> _byStem;

    private Concepts(IReadOnlyList<string> names, Dictionary<uint, ConceptSet> byStem)
    {
        Names = names;
        _byStem = byStem.ToFrozenDictionary();
        Actions = names.Index().Where(name => name.Item.StartsWith(ActionPrefix, StringComparison.Ordinal))
            .Aggregate(ConceptSet.Empty, (set, name) => set | ConceptSet.Of(name.Index));
    }

    public static Concepts Default { get; } = LoadDefault();

    public IReadOnlyList<string> Names { get; }

    /// <summary>Those that are kinds of action: find, book, convert.</summary>
    public ConceptSet Actions { get; }

    /// <summary>What the words with that stem may be about.</summary>
    public ConceptSet Of(uint stem) => _byStem.GetValueOrDefault(stem);

    /// <summary>Reads lines such as <c>weather: forecast rain umbrella</c>.</summary>
    /// <exception cref="InvalidDataException">A line without a name, or more concepts than <see cref="ConceptSet.Capacity"/>.</exception>
    public static Concepts Parse(IEnumerable<string> lines)
    {
        var names = new List<string>();
        var byStem = new Dictionary<uint, ConceptSet>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || names.Count == ConceptSet.Capacity)
            {
                throw new InvalidDataException(
                    $"'{line}': a concept is 'name: words', and there are at most {ConceptSet.Capacity}.");
            }

            var concept = ConceptSet.Of(names.Count);
            names.Add(line[..colon]);
            foreach (var word in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var stem = Stem(word);
                byStem[stem] = byStem.GetValueOrDefault(stem) | concept;
            }
        }

        return new(names, byStem);
    }

    private static uint Stem(string word)
    {
        Span<char> buffer = stackalloc char[WordReader.LongestWord];
        word.CopyTo(buffer);
        return Fnv.Hash(buffer[..Stemmer.Stem(buffer[..word.Length])]);
    }

    private static Concepts LoadDefault()
    {
        using var stream = typeof(Concepts).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd().Split('\n'));
    }
}
