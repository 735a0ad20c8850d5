using System.Runtime.InteropServices;
using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Matching;

/// <summary>How a query and one tool agree. Shares are weighted by how much a word says, 0 … 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ToolMatch
{
    private const float ByStem = 1;
    private const float ByPrefix = 0.8f;
    private const float ByTopic = 0.6f;
    private const float ByAction = 0.3f;

    /// <summary>Share of the name's words that the query has.</summary>
    public float NameExact { get; init; }

    /// <summary>The same, where a word of the same topic counts for a part.</summary>
    public float NameSoft { get; init; }

    /// <summary>Share of the description's words that the query has.</summary>
    public float DescriptionExact { get; init; }

    public float DescriptionSoft { get; init; }

    /// <summary>Share of the query's plain words that the tool has.</summary>
    public float QueryExact { get; init; }

    public float QuerySoft { get; init; }

    /// <summary>The most that a word says which both have.</summary>
    public float StrongestShared { get; init; }

    /// <summary>The most that a plain word of the query says which the tool has not.</summary>
    public float StrongestMissing { get; init; }

    /// <summary>What all shared words say together.</summary>
    public float Shared { get; init; }

    /// <summary>How the first plain word is met: what is asked for comes before its circumstances.</summary>
    public float FirstWord { get; init; }

    /// <summary>How the first three plain words are met.</summary>
    public float FirstWords { get; init; }

    /// <summary>Neighbouring words of the description that are neighbours in the query too.</summary>
    public int Pairs { get; init; }

    /// <summary>How the name's strongest word is met.</summary>
    public float NameHead { get; init; }

    /// <summary>Topics of the name that the query has, against all of the name.</summary>
    public float Topics { get; init; }

    /// <summary>1: query and name have an action in common; −1: both have one, and none in common; 0: one has none.</summary>
    public float Action { get; init; }

    public float Trigrams { get; init; }

    public float TrigramsOfTool { get; init; }

    /// <summary>By which the best of several tools is chosen.</summary>
    public float Total { get; init; }

    public static ToolMatch Of(QueryText query, ToolText tool, Concepts concepts)
    {
        var (nameExact, nameSoft, nameHead) = Cover(tool.Name, query, concepts);
        var (descriptionExact, descriptionSoft, _) = Cover(tool.Description, query, concepts);
        var (queryExact, querySoft, strongestShared, strongestMissing, shared) = CoverQuery(query, tool, concepts);
        var pairs = 0;
        foreach (var word in tool.Description)
        {
            pairs += query.Pairs.Contains(word.Pair) ? 1 : 0;
        }

        var (firstWord, firstWords) = CoverFirst(query, tool, concepts);
        var trigrams = tool.Trigrams.Cosine(query.Trigrams);
        return new()
        {
            NameExact = nameExact,
            NameSoft = nameSoft,
            NameHead = nameHead,
            DescriptionExact = descriptionExact,
            DescriptionSoft = descriptionSoft,
            QueryExact = queryExact,
            QuerySoft = querySoft,
            StrongestShared = strongestShared,
            StrongestMissing = strongestMissing,
            Shared = shared,
            FirstWord = firstWord,
            FirstWords = firstWords,
            Pairs = pairs,
            Topics = TopicsOf(query, tool, concepts),
            Action = ActionOf(query, tool, concepts),
            Trigrams = trigrams,
            TrigramsOfTool = tool.Trigrams.ShareIn(query.Trigrams),
            Total = nameSoft + descriptionSoft + querySoft + trigrams + (0.1f * shared),
        };
    }

    private static (float Exact, float Soft, float Head) Cover(List<Word> words, QueryText query, Concepts concepts)
    {
        float all = 0, exact = 0, soft = 0, head = 0, headIdf = 0;
        foreach (var word in words)
        {
            var met = query.Stems.Contains(word.Stem) ? ByStem
                : query.Prefixes.Contains(word.Prefix) ? ByPrefix
                : ByConcept(word.Concepts & query.Concepts, concepts);
            all += word.Idf;
            soft += word.Idf * met;
            exact += met >= ByPrefix ? word.Idf * met : 0;
            if (word.Idf > headIdf)
            {
                (headIdf, head) = (word.Idf, met);
            }
        }

        return all == 0 ? default : (exact / all, soft / all, head);
    }

    private static (float Exact, float Soft, float StrongestShared, float StrongestMissing, float Shared) CoverQuery(
        QueryText query, ToolText tool, Concepts concepts)
    {
        float all = 0, exact = 0, soft = 0, strongestShared = 0, strongestMissing = 0, shared = 0;
        foreach (var word in query.Words)
        {
            var met = tool.Stems.Contains(word.Stem) ? ByStem
                : tool.Prefixes.Contains(word.Prefix) ? ByPrefix
                : ByConcept(word.Concepts & tool.Concepts, concepts);
            if (met >= ByPrefix)
            {
                strongestShared = Math.Max(strongestShared, word.Idf * met);
                shared += word.Idf * met;
            }
            else if (word.IsArgument)
            {
                continue; // a value need not stand in the tool's description
            }
            else if (met == 0)
            {
                strongestMissing = Math.Max(strongestMissing, word.Idf);
            }

            all += word.Idf;
            soft += word.Idf * met;
            exact += met >= ByPrefix ? word.Idf * met : 0;
        }

        return all == 0 ? default : (exact / all, soft / all, strongestShared, strongestMissing, shared);
    }

    private static (float First, float Few) CoverFirst(QueryText query, ToolText tool, Concepts concepts)
    {
        const int Few = 3;
        var count = 0;
        float first = 0, all = 0, soft = 0;
        foreach (var word in query.Words)
        {
            var isAction = !word.Concepts.IsEmpty && (word.Concepts & concepts.Actions) == word.Concepts;
            if (word.IsArgument || isAction)
            {
                continue;
            }

            var met = tool.Stems.Contains(word.Stem) ? ByStem
                : tool.Prefixes.Contains(word.Prefix) ? ByPrefix
                : ByConcept(word.Concepts & tool.Concepts, concepts);
            first = count == 0 ? met : first;
            all += word.Idf;
            soft += word.Idf * met;
            if (++count == Few)
            {
                break;
            }
        }

        return count == 0 ? default : (first, soft / all);
    }

    private static float ByConcept(ConceptSet common, Concepts concepts)
    {
        if (common.IsEmpty)
        {
            return 0;
        }

        return (common & concepts.Actions) == common ? ByAction : ByTopic;
    }

    private static float TopicsOf(QueryText query, ToolText tool, Concepts concepts)
    {
        int topics = 0, met = 0;
        foreach (var word in tool.Name)
        {
            if (!word.Concepts.IsEmpty && (word.Concepts & concepts.Actions) != word.Concepts)
            {
                topics++;
                met += word.Concepts.Without(concepts.Actions).Meets(query.Concepts) ? 1 : 0;
            }
        }

        return topics == 0 ? 0.5f : (float)met / topics;
    }

    private static float ActionOf(QueryText query, ToolText tool, Concepts concepts)
    {
        var asked = query.Concepts & concepts.Actions;
        var done = tool.NameConcepts & concepts.Actions;
        if (asked.IsEmpty || done.IsEmpty)
        {
            return 0;
        }

        return asked.Meets(done) ? 1 : -1;
    }
}
