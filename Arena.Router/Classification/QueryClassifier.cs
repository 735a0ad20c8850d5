using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Model;
using Arena.Router.Classification.Text;

namespace Arena.Router.Classification;

/// <summary>
/// Says how probable it is that a query must be answered by a tool, and what kind of query it is: in process, without a call, the same answer
/// for the same query everywhere.
/// </summary>
internal sealed class QueryClassifier(RouterModel model)
{
    /// <summary>More tools are not looked at: time is bounded.</summary>
    public const int MostTools = 256;

    /// <summary>Which model it is.</summary>
    public string ModelName => model.Name;

    /// <summary>Assesses a query.</summary>
    /// <param name="text">Any UTF-16 units, of any length.</param>
    /// <param name="tools">What the caller offers; may be empty.</param>
    public QueryAssessment Assess(string text, IReadOnlyList<Tool> tools)
    {
        var read = TextWindow.Of(text);
        var nGrams = new TextNGrams(read);
        Span<float> scores = stackalloc float[TextModel.Outputs];
        model.Text.Score(nGrams.Buckets, scores);
        var (type, typeProbability) = TypeOf(scores);
        if (tools.Count == 0)
        {
            var asks = model.WithoutTools.Of(scores[0]);
            return new(asks, QueryTypes.OfTexts[type], typeProbability, [QueryReasons.OfText(read, nGrams, model.Text, type, asks >= 0.5)]);
        }

        var query = new QueryText(read, model.Vocabulary);
        var offered = new ToolText[Math.Min(tools.Count, MostTools)];
        for (var i = 0; i < offered.Length; i++)
        {
            offered[i] = new(tools[i], model.Vocabulary);
        }

        Span<float> values = stackalloc float[CatalogueFeatures.Count];
        var best = CatalogueFeatures.Write(query, offered, scores, model.Vocabulary.Concepts, values);
        var probability = model.WithTools.Of(model.Trees.Score(values));
        return new(
            probability,
            QueryTypes.OfTexts[type],
            typeProbability,
            [
                QueryReasons.OfMatch(read, query, tools[best].Name, offered[best], probability),
                QueryReasons.OfText(read, nGrams, model.Text, type, asksForTool: probability >= 0.5),
            ]);
    }

    private static (int Type, double Probability) TypeOf(ReadOnlySpan<float> scores)
    {
        var types = scores.Slice(1, QueryTypes.OfTexts.Count);
        var best = 0;
        for (var type = 1; type < types.Length; type++)
        {
            best = types[type] > types[best] ? type : best;
        }

        var sum = 0.0;
        foreach (var score in types)
        {
            sum += Math.Exp(score - types[best]);
        }

        return (best, 1 / sum);
    }
}
