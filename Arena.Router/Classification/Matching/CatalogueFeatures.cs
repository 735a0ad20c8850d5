using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Matching;

/// <summary>What a query and all tools on offer are to each other, as numbers, in the order of <see cref="Names"/>.</summary>
internal static class CatalogueFeatures
{
    /// <summary>In the order of the values. The sign: +, the value never speaks against tools; −, never for them; none, either.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "+name", "+name-soft", "+description", "+description-soft", "+query", "+query-soft", "+strongest-shared", "-strongest-missing", "+shared",
        "+first-word", "+first-words", "+pairs", "+name-head", "+topics", "+action", "+trigrams", "+trigrams-of-tool",
        "+most-name-soft", "+most-query-soft", "+most-trigrams", "+union-query", "+union-query-soft", "+total", "gap", "mean-total",
        "numbers", "names", "+asks", "creative", "code", "math", "factual", "data", "general",
    ];

    /// <summary>Those that look at the query's text and at no tool.</summary>
    public static readonly IReadOnlyList<string> OfTextAlone = ["+asks", "creative", "code", "math", "factual", "data", "general"];

    private const float ByTopic = 0.6f;

    private static readonly int[] TypeOrder = [2, 3, 4, 5, 6, 1];

    public static int Count => Names.Count;

    /// <summary>Writes the values.</summary>
    /// <param name="tools">At least one.</param>
    /// <param name="scores">Outputs of the text model.</param>
    /// <returns>The tool that agrees best.</returns>
    public static int Write(QueryText query, IReadOnlyList<ToolText> tools, ReadOnlySpan<float> scores, Concepts concepts, Span<float> values)
    {
        var (best, bestMatch, second, sum) = (0, default(ToolMatch), 0f, 0f);
        float nameSoft = 0, querySoft = 0, trigrams = 0;
        for (var i = 0; i < tools.Count; i++)
        {
            var match = ToolMatch.Of(query, tools[i], concepts);
            nameSoft = Math.Max(nameSoft, match.NameSoft);
            querySoft = Math.Max(querySoft, match.QuerySoft);
            trigrams = Math.Max(trigrams, match.Trigrams);
            sum += match.Total;
            if (i == 0 || match.Total > bestMatch.Total)
            {
                second = i == 0 ? 0 : bestMatch.Total;
                (best, bestMatch) = (i, match);
            }
            else
            {
                second = Math.Max(second, match.Total);
            }
        }

        var (unionExact, unionSoft) = tools.Count == 1 ? (bestMatch.QueryExact, bestMatch.QuerySoft) : Union(query, tools);
        var at = 0;
        foreach (var value in (ReadOnlySpan<float>)
        [
            bestMatch.NameExact, bestMatch.NameSoft, bestMatch.DescriptionExact, bestMatch.DescriptionSoft, bestMatch.QueryExact,
            bestMatch.QuerySoft, bestMatch.StrongestShared, bestMatch.StrongestMissing, bestMatch.Shared, bestMatch.FirstWord, bestMatch.FirstWords, bestMatch.Pairs, bestMatch.NameHead,
            bestMatch.Topics, bestMatch.Action, bestMatch.Trigrams, bestMatch.TrigramsOfTool,
            nameSoft, querySoft, trigrams, unionExact, unionSoft, bestMatch.Total, bestMatch.Total - second, sum / tools.Count,
            Math.Min(query.Numbers, 5), Math.Min(query.Names, 5), scores[0],
        ])
        {
            values[at++] = value;
        }

        foreach (var type in TypeOrder)
        {
            values[at++] = scores[type];
        }

        return best;
    }

    private static (float Exact, float Soft) Union(QueryText query, IReadOnlyList<ToolText> tools)
    {
        float all = 0, exact = 0, soft = 0;
        foreach (var word in query.Words)
        {
            bool known = false, near = false;
            foreach (var tool in tools)
            {
                known = known || tool.Stems.Contains(word.Stem) || tool.Prefixes.Contains(word.Prefix);
                near = near || tool.Concepts.Meets(word.Concepts);
            }

            if (word.IsArgument && !known)
            {
                continue;
            }

            all += word.Idf;
            exact += known ? word.Idf : 0;
            soft += known ? word.Idf : near ? word.Idf * ByTopic : 0;
        }

        return all == 0 ? default : (exact / all, soft / all);
    }
}
