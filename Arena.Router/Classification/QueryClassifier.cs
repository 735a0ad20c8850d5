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
    private const int MostTools = 128;

    public QueryAssessment Assess(string text, IReadOnlyList<Tool> tools)
    {
        var read = TextWindow.Of(text);
        Span<float> scores = stackalloc float[TextModel.Outputs];
        var buckets = new List<int>(read.Length * 2);
        TextNGrams.Read(read, buckets);
        model.Text.Score(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(buckets), scores);
        if (tools.Count == 0)
        {
            return new(model.WithoutTools.Of(scores[0]));
        }

        var query = new QueryText(read, model.Vocabulary);
        var offered = tools.Take(MostTools).Select(tool => new ToolText(tool, model.Vocabulary)).ToArray();
        Span<float> values = stackalloc float[CatalogueFeatures.Count];
        CatalogueFeatures.Write(query, offered, scores, model.Vocabulary.Concepts, values);
        return new(model.WithTools.Of(model.Trees.Score(values)));
    }
}

internal sealed record QueryAssessment(double ToolProbability);
