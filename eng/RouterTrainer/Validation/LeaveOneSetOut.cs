using Arena.Router.Classification.Model;
using Arena.Router.Classification.Text;
using Arena.Router.Evaluation;
using Arena.RouterTrainer.Data;
using Arena.RouterTrainer.Training;

namespace Arena.RouterTrainer.Validation;

/// <summary>Every row scored by a model that has seen neither its set nor its text.</summary>
internal static class LeaveOneSetOut
{
    public static OutOfSetScores Score(IReadOnlyList<TrainingRow> rows, TextWriter progress)
    {
        var withTools = new List<OutOfSetRow>();
        var withoutTools = new List<OutOfSetRow>();
        foreach (var set in rows.GroupBy(row => row.Set, StringComparer.Ordinal))
        {
            progress.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} without {set.Key}");
            var texts = set.Select(row => row.Text).ToHashSet(StringComparer.Ordinal);
            var model = RouterFit.Fit([.. rows.Where(row => row.Set != set.Key && !texts.Contains(row.Text))]);
            var pool = rows.SelectMany(row => row.Tools).Distinct().ToArray();
            foreach (var (index, row) in set.Index())
            {
                // Chat without a catalogue gets one tool, so that it can be told from tool queries by its words alone.
                var offered = row.Tools.Count > 0 ? row : row with { Tools = [pool[Fnv.Mix((uint)index) % pool.Length]] };
                withTools.Add(new(offered, model.ScoreWithTools(offered), 0));
                if (row.Label != QueryLabel.IrrelevantTools)
                {
                    withoutTools.Add(new(row with { Tools = [] }, model.ScoreWithoutTools(row.Text), 0));
                }
            }
        }

        return new(withTools, withoutTools);
    }

    private static double ScoreWithTools(this RouterModel model, TrainingRow row)
    {
        var values = RouterFit.Values(row, model.Text, model.Vocabulary);
        return model.Trees.Score(values);
    }

    private static double ScoreWithoutTools(this RouterModel model, string text)
    {
        Span<float> scores = stackalloc float[TextModel.Outputs];
        model.Text.Score(new TextNGrams(TextWindow.Of(text)).Buckets, scores);
        return scores[0];
    }
}

internal sealed record OutOfSetScores(IReadOnlyList<OutOfSetRow> WithTools, IReadOnlyList<OutOfSetRow> WithoutTools);

/// <summary>A row and what a model that does not know it says of it.</summary>
internal sealed record OutOfSetRow(TrainingRow Row, double Score, double Probability);
