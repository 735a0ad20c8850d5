using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Model;

namespace Arena.RouterTrainer.Training;

/// <summary>
/// Gradient boosting of the logistic loss with second-order leaves, on binned values (Friedman 2001; Chen and Guestrin 2016, section 2). A value
/// whose name begins with + or − may only move the odds in that direction: a fact about tools and queries, which a small set may contradict.
/// </summary>
/// <param name="excluded">Values that may not be asked about.</param>
internal sealed class TreeTrainer(Random random, IReadOnlyCollection<string> excluded)
{
    private const int Trees = 400;
    private const int Depth = 4;
    private const float Rate = 0.06f;
    private const float RowShare = 0.6f;
    private const float FeatureShare = 0.5f;
    private const float Ridge = 10;
    private const float LeastCurvature = 10;
    private const float LeastGain = 1e-3f;
    private const int Bins = 32;

    private static readonly int[] Directions = [.. CatalogueFeatures.Names.Select(name => name[0] switch { '+' => 1, '-' => -1, _ => 0 })];

    public BoostedTrees Fit(float[][] values, bool[] labels, float[] weights)
    {
        var width = CatalogueFeatures.Count;
        var edges = Enumerable.Range(0, width).Select(feature => Edges([.. values.Select(row => row[feature])])).ToArray();
        var binned = values.Select(row => row.Select((value, feature) => BinOf(edges[feature], value)).ToArray()).ToArray();
        var allowed = Enumerable.Range(0, width).Where(feature => !excluded.Contains(CatalogueFeatures.Names[feature])).ToArray();
        var scores = new float[labels.Length];
        var (gradients, curvatures) = (new float[labels.Length], new float[labels.Length]);
        var (inner, leaves) = ((1 << Depth) - 1, 1 << Depth);
        var trees = new BoostedTrees(
            Depth, new byte[inner * Trees], new float[inner * Trees], new float[leaves * Trees]);
        Array.Fill(trees.Thresholds, float.PositiveInfinity);
        for (var tree = 0; tree < Trees; tree++)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                var p = 1 / (1 + MathF.Exp(-scores[i]));
                gradients[i] = weights[i] * (p - (labels[i] ? 1 : 0));
                curvatures[i] = weights[i] * Math.Max(p * (1 - p), 1e-4f);
            }

            var sample = Enumerable.Range(0, labels.Length).Where(_ => random.NextDouble() < RowShare).ToArray();
            var features = allowed.Where(_ => random.NextDouble() < FeatureShare).ToArray();
            Grow(new(trees, tree, binned, edges, gradients, curvatures, features), 0, 0, sample, float.NegativeInfinity, float.PositiveInfinity);
            for (var i = 0; i < labels.Length; i++)
            {
                scores[i] += trees.Score(tree, values[i]);
            }
        }

        return trees;
    }

    private void Grow(Growth growth, int node, int depth, int[] rows, float lowest, float highest)
    {
        var inner = (1 << Depth) - 1;
        if (depth == Depth)
        {
            var (gradient, curvature) = Sums(growth, rows);
            growth.Into.Leaves[(growth.Tree << Depth) + node - inner] = Rate * Math.Clamp(Leaf(gradient, curvature), lowest, highest);
            return;
        }

        var split = Best(growth, rows);
        var at = (growth.Tree * inner) + node;
        if (split is null)
        {
            Grow(growth, (2 * node) + 1, depth + 1, rows, lowest, highest); // all go left
            return;
        }

        growth.Into.Features[at] = (byte)split.Feature;
        growth.Into.Thresholds[at] = growth.Edges[split.Feature][split.Bin];
        var left = Array.FindAll(rows, row => growth.Binned[row][split.Feature] <= split.Bin);
        var right = Array.FindAll(rows, row => growth.Binned[row][split.Feature] > split.Bin);
        var middle = Math.Clamp((split.Left + split.Right) / 2, lowest, highest);
        var direction = Directions[split.Feature];
        Grow(growth, (2 * node) + 1, depth + 1, left, direction < 0 ? middle : lowest, direction > 0 ? middle : highest);
        Grow(growth, (2 * node) + 2, depth + 1, right, direction > 0 ? middle : lowest, direction < 0 ? middle : highest);
    }

    private Split? Best(Growth growth, int[] rows)
    {
        var (gradient, curvature) = Sums(growth, rows);
        var start = Gain(gradient, curvature);
        Split? best = null;
        var bestGain = LeastGain;
        Span<float> gradients = stackalloc float[Bins];
        Span<float> curvatures = stackalloc float[Bins];
        foreach (var feature in growth.Features)
        {
            gradients.Clear();
            curvatures.Clear();
            foreach (var row in rows)
            {
                var bin = growth.Binned[row][feature];
                gradients[bin] += growth.Gradients[row];
                curvatures[bin] += growth.Curvatures[row];
            }

            float leftGradient = 0, leftCurvature = 0;
            for (var bin = 0; bin < growth.Edges[feature].Length; bin++)
            {
                leftGradient += gradients[bin];
                leftCurvature += curvatures[bin];
                if (leftCurvature < LeastCurvature || curvature - leftCurvature < LeastCurvature)
                {
                    continue;
                }

                var gain = Gain(leftGradient, leftCurvature) + Gain(gradient - leftGradient, curvature - leftCurvature) - start;
                var (left, right) = (Leaf(leftGradient, leftCurvature), Leaf(gradient - leftGradient, curvature - leftCurvature));
                if (gain > bestGain && (right - left) * Directions[feature] >= 0)
                {
                    (best, bestGain) = (new(feature, bin, left, right), gain);
                }
            }
        }

        return best;
    }

    private static float Gain(float gradient, float curvature) => gradient * gradient / (curvature + Ridge);

    private static float Leaf(float gradient, float curvature) => -gradient / (curvature + Ridge);

    private static (float Gradient, float Curvature) Sums(Growth growth, int[] rows)
    {
        float gradient = 0, curvature = 0;
        foreach (var row in rows)
        {
            gradient += growth.Gradients[row];
            curvature += growth.Curvatures[row];
        }

        return (gradient, curvature);
    }

    private static float[] Edges(float[] values)
    {
        Array.Sort(values);
        return [.. Enumerable.Range(1, Bins - 1).Select(i => values[i * values.Length / Bins]).Distinct().Where(edge => edge < values[^1])];
    }

    private static byte BinOf(float[] edges, float value)
    {
        var bin = 0;
        while (bin < edges.Length && value > edges[bin])
        {
            bin++;
        }

        return (byte)bin;
    }

    private sealed record Split(int Feature, int Bin, float Left, float Right);

    private sealed record Growth(
        BoostedTrees Into, int Tree, byte[][] Binned, float[][] Edges, float[] Gradients, float[] Curvatures, int[] Features);
}
