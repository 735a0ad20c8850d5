using Arena.Router.Classification;
using Arena.Router.Classification.Model;
using Arena.Router.Classification.Text;
using Arena.RouterTrainer.Data;

namespace Arena.RouterTrainer.Training;

/// <summary>Logistic regressions on the hashed features of texts, by stochastic gradient steps scaled as in AdaGrad.</summary>
internal static class TextTrainer
{
    private const int Epochs = 12;
    private const float Rate = 0.15f;
    private const float Decay = 2e-4f;

    /// <summary>Learns from texts alone; rows that say that tools do not fit say nothing about their text.</summary>
    public static TextModel Fit(IReadOnlyList<TrainingRow> rows, Random random)
    {
        var examples = rows.Where(row => row.Label != Router.Evaluation.QueryLabel.IrrelevantTools || row.Type >= 0)
            .DistinctBy(row => (row.Text, row.Label)).ToArray();
        var buckets = examples.Select(row => Buckets(row.Text)).ToArray();
        var weights = WeightsOf(examples);
        var model = new TextModel(new float[TextNGrams.BucketCount * TextModel.Outputs], new float[TextModel.Outputs]);
        var squares = new float[model.Weights.Length];
        var order = Enumerable.Range(0, examples.Length).ToArray();
        Span<float> scores = stackalloc float[TextModel.Outputs];
        Span<float> slopes = stackalloc float[TextModel.Outputs];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                model.Score(buckets[i], scores);
                Slopes(examples[i], weights[i], scores, slopes);
                Step(model, buckets[i], slopes, squares);
            }
        }

        return model;
    }

    public static int[] Buckets(string text) => new TextNGrams(TextWindow.Of(text)).Buckets.ToArray();

    // Each source counts as much as the others, and within it tools as much as chat.
    private static float[] WeightsOf(TrainingRow[] examples)
    {
        var counts = examples.CountBy(row => (row.Source, row.IsPositive)).ToDictionary();
        return [.. examples.Select(row => Math.Min(4f, (float)examples.Length / (counts.Count * counts[(row.Source, row.IsPositive)])))];
    }

    private static void Slopes(TrainingRow row, float weight, ReadOnlySpan<float> scores, Span<float> slopes)
    {
        slopes.Clear();
        slopes[0] = weight * ((1 / (1 + MathF.Exp(-scores[0]))) - (row.IsPositive ? 1 : 0));
        if (row.Type < 0)
        {
            return;
        }

        var types = scores.Slice(1, QueryTypes.OfTexts.Count);
        var max = float.NegativeInfinity;
        foreach (var score in types)
        {
            max = Math.Max(max, score);
        }

        var sum = 0f;
        foreach (var score in types)
        {
            sum += MathF.Exp(score - max);
        }

        for (var type = 0; type < types.Length; type++)
        {
            slopes[1 + type] = (MathF.Exp(types[type] - max) / sum) - (type == row.Type ? 1 : 0);
        }
    }

    private static void Step(TextModel model, int[] buckets, ReadOnlySpan<float> slopes, float[] squares)
    {
        var scale = TextModel.ScaleOf(buckets.Length);
        for (var output = 0; output < TextModel.Outputs; output++)
        {
            if (slopes[output] == 0)
            {
                continue;
            }

            model.Bias[output] -= 0.02f * slopes[output];
            foreach (var bucket in buckets)
            {
                var at = (bucket * TextModel.Outputs) + output;
                var slope = (slopes[output] * scale) + (Decay * model.Weights[at]);
                squares[at] += slope * slope;
                model.Weights[at] -= Rate * slope / MathF.Sqrt(squares[at] + 1e-4f);
            }
        }
    }
}
