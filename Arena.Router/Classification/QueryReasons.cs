using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Model;
using Arena.Router.Classification.Text;

namespace Arena.Router.Classification;

/// <summary>Why an assessment is what it is, in words: "name: words", for people who read a trace.</summary>
internal static class QueryReasons
{
    private const int MostWords = 3;
    private const int LongestName = 64;

    /// <summary>How the tool that agrees best agrees.</summary>
    public static string OfMatch(ReadOnlySpan<char> text, QueryText query, string name, ToolText tool, double probability)
    {
        var shared = Quote(text, query.Words.FindAll(word => tool.Stems.Contains(word.Stem)));
        var missing = Quote(text, query.Words.FindAll(word => !word.IsArgument && !tool.Stems.Contains(word.Stem) && !tool.Concepts.Meets(word.Concepts)));
        var cut = name.Length > LongestName ? $"{name.AsSpan(0, LongestName)}…" : name;
        return probability >= 0.5
            ? $"tool-fits: {cut} ({probability:P0}){(shared.Length > 0 ? $", both say {shared}" : ", by topic")}"
            : $"no-tool-fits: closest is {cut} ({probability:P0}){(missing.Length > 0 ? $", which says nothing of {missing}" : "")}";
    }

    /// <summary>The words that spoke most for the text's type, or for a tool.</summary>
    public static string OfText(ReadOnlySpan<char> text, TextNGrams nGrams, TextModel model, int type, bool asksForTool)
    {
        var output = asksForTool ? 0 : 1 + type;
        Span<(float Share, int Word)> top = stackalloc (float, int)[MostWords];
        var start = 0;
        for (var word = 0; word < nGrams.Words.Count; word++)
        {
            var end = nGrams.Words[word].End;
            var share = model.Share(nGrams.Buckets[start..end], output);
            start = end;
            for (var place = 0; place < MostWords; place++)
            {
                if (share > top[place].Share)
                {
                    top[place..^1].CopyTo(top[(place + 1)..]);
                    top[place] = (share, word);
                    break;
                }
            }
        }

        var words = new List<string>(MostWords);
        foreach (var (share, word) in top)
        {
            if (share > 0)
            {
                words.Add(text[nGrams.Words[word].Place].ToString());
            }
        }

        var name = asksForTool ? "asks-for-tool" : $"reads-like-{QueryTypes.OfTexts[type].Replace('_', '-')}";
        return words.Count > 0 ? $"{name}: {string.Join(", ", words.Distinct(StringComparer.OrdinalIgnoreCase))}" : $"{name}: no single word decides";
    }

    private static string Quote(ReadOnlySpan<char> text, List<Word> words)
    {
        var top = words.OrderByDescending(word => word.Idf).Take(MostWords).ToArray();
        var quoted = new string[top.Length];
        for (var i = 0; i < top.Length; i++)
        {
            quoted[i] = text[top[i].Place].ToString();
        }

        return string.Join(", ", quoted);
    }
}
