using Arena.Router.Classification;
using Arena.Router.Routing;

namespace Arena.Router.Evaluation;

/// <summary>Classifies labelled queries one after the other, and measures.</summary>
internal sealed class Evaluator(QueryClassifier classifier, RoutingOptions options, TimeProvider time)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(600); // until the hot code is compiled to the last tier
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(100);

    public EvaluationReport Evaluate(IReadOnlyList<LabelledQuery> queries)
    {
        Measure(queries, WarmUp);
        var scored = new List<ScoredQuery>(queries.Count);
        var microseconds = 0.0;
        var perSet = new SortedDictionary<string, EvaluationFigures>(StringComparer.Ordinal);
        foreach (var set in queries.GroupBy(query => query.Set, StringComparer.Ordinal))
        {
            LabelledQuery[] rows = [.. set];
            ScoredQuery[] scores = [.. rows.Select(Score)];
            var perQuery = Measure(rows, LeastTime);
            perSet.Add(set.Key, Figures.Of(scores, perQuery));
            scored.AddRange(scores);
            microseconds += perQuery * rows.Length;
        }

        return new(Figures.Of(scored, microseconds / queries.Count), perSet);
    }

    private ScoredQuery Score(LabelledQuery query)
    {
        var probability = classifier.Assess(query.Text, query.Tools).ToolProbability;
        return new(query.Label, probability, probability >= options.ThresholdFor(query.Tools.Count));
    }

    /// <summary>Mean microseconds of a query, over as many whole passes as fill the time.</summary>
    private double Measure(IReadOnlyList<LabelledQuery> queries, TimeSpan least)
    {
        var started = time.GetTimestamp();
        for (var passes = 1; ; passes++)
        {
            foreach (var query in queries)
            {
                classifier.Assess(query.Text, query.Tools);
            }

            var elapsed = time.GetElapsedTime(started);
            if (elapsed >= least)
            {
                return elapsed.TotalMicroseconds / ((double)passes * queries.Count);
            }
        }
    }
}
