using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Matching;

/// <summary>A tool as words.</summary>
internal sealed class ToolText
{
    private const int MostNameWords = 16;
    private const int MostDescriptionWords = 80;
    private const int MostParameterWords = 40;

    public ToolText(Tool tool, Vocabulary vocabulary)
    {
        Trigrams = new TrigramSet();
        Name = Distinct(vocabulary.Read(tool.Name, MostNameWords, Trigrams));
        Description = Distinct(vocabulary.Read(tool.Description, MostDescriptionWords, Trigrams));
        var parameters = new TrigramSet(); // their letters would drown those of the description
        Parameters = Distinct([.. tool.Parameters.SelectMany(parameter => vocabulary.Read(parameter, MostParameterWords, parameters)).Take(MostParameterWords)]);
        Stems = new HashSet32(Name.Count + Description.Count + Parameters.Count);
        Prefixes = new HashSet32(Name.Count + Description.Count + Parameters.Count);
        foreach (var word in Name.Concat(Description).Concat(Parameters))
        {
            Stems.Add(word.Stem);
            Prefixes.Add(word.Prefix);
            Concepts |= word.Concepts;
        }

        NameConcepts = Name.Aggregate(ConceptSet.Empty, (set, word) => set | word.Concepts);
    }

    public List<Word> Name { get; }

    public List<Word> Description { get; }

    public List<Word> Parameters { get; }

    public HashSet32 Stems { get; }

    public HashSet32 Prefixes { get; }

    public ConceptSet Concepts { get; }

    public ConceptSet NameConcepts { get; }

    public TrigramSet Trigrams { get; }

    private static List<Word> Distinct(List<Word> words)
    {
        var seen = new HashSet32(words.Count);
        return words.FindAll(word => seen.Add(word.Stem));
    }
}
