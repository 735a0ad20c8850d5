using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Model;

namespace Arena.RouterTrainer.Training;

/// <summary>
/// Gradient boosting of the logistic loss with second-order leaves, on binned values (Friedman 2001; Chen and Guestrin 2016, section 2). A value
/// whose name begins with + or − may only move the odds in that direction: a fact about tools and queries, which a small set may contradict.
/// </summary>
internal sealed class TreeTrainer(TreeSettings settings, Random random)
{
    private const int Bins = 32;

    private static readonly int[] Directions = [.. CatalogueFeatures.Names.Select(name => name[0] switch { '+' => 1, '-' => -1, _ => 0 })];

    public BoostedTrees Fit(float[][] values, bool[] labels, float[] weights)
    {
        var width = CatalogueFeatures.Count;
        var edges = Enumerable.Range(0, width).Select(feature => Edges([.. values.Select(row => row[feature])])).ToArray();
        var binned = values.Select(row => row.Select((value, feature) => BinOf(edges[feature], value)).ToArray()).ToArray();
        var scores = new float[labels.Length];
        var (gradients, curvatures) = (new float[labels.Length], new float[labels.Length]);
        var (inner, leaves) = ((1 << settings.Depth) - 1, 1 << settings.Depth);
        var trees = new BoostedTrees(
            settings.Depth, 0, new byte[inner * settings.Trees], new float[inner * settings.Trees], new float[leaves * settings.Trees]);
        Array.Fill(trees.Thresholds, float.PositiveInfinity);
        for (var tree = 0; tree < settings.Trees; tree++)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                var p = 1 / (1 + MathF.Exp(-scores[i]));
                gradients[i] = weights[i] * (p - (labels[i] ? 1 : 0));
                curvatures[i] = weights[i] * Math.Max(p * (1 - p), 1e-4f);
            }

            var sample = Enumerable.Range(0, labels.Length).Where(_ => random.NextDouble() < settings.RowShare).ToArray();
            var features = Enumerable.Range(0, width).Where(feature => !settings.Excluded.Contains(CatalogueFeatures.Names[feature]) && random.NextDouble() < settings.FeatureShare).ToArray();
            Grow(new(trees, tree, binned, edges, gradients, curvatures, features), 0, 0, sample, float.NegativeInfinity, float.PositiveInfinity);
            for (var i = 0; i < labels.Length; i++)
            {
                scores[i] += LeafOf(trees, tree, values[i]);
            }
        }

        return trees;
    }

    private static float LeafOf(BoostedTrees trees, int tree, float[] values)
    {
        var inner = (1 << trees.Depth) - 1;
        var node = 0;
        for (var depth = 0; depth < trees.Depth; depth++)
        {
            node = (2 * node) + (values[trees.Features[(tree * inner) + node]] > trees.Thresholds[(tree * inner) + node] ? 2 : 1);
        }

        return trees.Leaves[(tree << trees.Depth) + node - inner];
    }

    private void Grow(Growth growth, int node, int depth, int[] rows, float lowest, float highest)
    {
        var inner = (1 << settings.Depth) - 1;
        if (depth == settings.Depth)
        {
            var (gradient, curvature) = Sums(growth, rows);
            growth.Trees.Leaves[(growth.Tree << settings.Depth) + node - inner] = settings.Rate * Math.Clamp(Leaf(gradient, curvature), lowest, highest);
            return;
        }

        var split = Best(growth, rows);
        var at = (growth.Tree * inner) + node;
        if (split is null)
        {
            Grow(growth, (2 * node) + 1, depth + 1, rows, lowest, highest); // all go left
            return;
        }

        growth.Trees.Features[at] = (byte)split.Feature;
        growth.Trees.Thresholds[at] = growth.Edges[split.Feature][split.Bin];
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
        var bestGain = settings.LeastGain;
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
                if (leftCurvature < settings.LeastCurvature || curvature - leftCurvature < settings.LeastCurvature)
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

    private float Gain(float gradient, float curvature) => gradient * gradient / (curvature + settings.Ridge);

    private float Leaf(float gradient, float curvature) => -gradient / (curvature + settings.Ridge);

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
        BoostedTrees Trees, int Tree, byte[][] Binned, float[][] Edges, float[] Gradients, float[] Curvatures, int[] Features);
}

internal sealed record TreeSettings
{
    public int Trees { get; init; } = 200;

    public int Depth { get; init; } = 4;

    public float Rate { get; init; } = 0.06f;

    public float RowShare { get; init; } = 0.6f;

    public float FeatureShare { get; init; } = 0.5f;

    public float Ridge { get; init; } = 10;

    public float LeastCurvature { get; init; } = 10;

    public float LeastGain { get; init; } = 1e-3f;

    public IReadOnlySet<string> Excluded { get; init; } = new HashSet<string>();
}
