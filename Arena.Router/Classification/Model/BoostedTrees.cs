namespace Arena.Router.Classification.Model;

/// <summary>
/// A sum of regression trees. Each is complete, of the same depth, and lies in three arrays: node i has children 2i + 1 (value ≤ threshold)
/// and 2i + 2.
/// </summary>
/// <param name="Depth">Questions from root to leaf.</param>
/// <param name="Features">By tree and node: which value is asked about.</param>
/// <param name="Thresholds">By tree and node; infinite where a node asks nothing.</param>
/// <param name="Leaves">By tree and leaf.</param>
internal sealed record BoostedTrees(int Depth, byte[] Features, float[] Thresholds, float[] Leaves)
{
    private const int DeepestTree = 16;

    public int Count => Leaves.Length >> Depth;

    private int InnerNodes => (1 << Depth) - 1;

    /// <summary>Log odds for these values.</summary>
    public float Score(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        for (var tree = 0; tree < Count; tree++)
        {
            sum += Score(tree, values);
        }

        return sum;
    }

    /// <summary>What one tree adds.</summary>
    public float Score(int tree, ReadOnlySpan<float> values)
    {
        var node = 0;
        for (var depth = 0; depth < Depth; depth++)
        {
            var at = (tree * InnerNodes) + node;
            node = (2 * node) + (values[Features[at]] > Thresholds[at] ? 2 : 1);
        }

        return Leaves[(tree << Depth) + node - InnerNodes];
    }

    /// <summary>The weighted sum of two, as one.</summary>
    /// <param name="share">Weight of the other, 0 … 1.</param>
    public BoostedTrees Blend(BoostedTrees other, float share)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Depth, Depth);
        return new(
            Depth,
            [.. Features, .. other.Features],
            [.. Thresholds, .. other.Thresholds],
            [.. Leaves.Select(leaf => leaf * (1 - share)), .. other.Leaves.Select(leaf => leaf * share)]);
    }

    /// <summary>Lets whole trees pass.</summary>
    /// <exception cref="InvalidDataException">The arrays do not belong together, or ask about a value that there is not.</exception>
    public void ThrowIfBroken(int values)
    {
        if (Depth is < 1 or > DeepestTree || Leaves.Length % (1 << Depth) != 0 || Features.Length != Count * InnerNodes
            || Thresholds.Length != Features.Length || Array.Exists(Features, feature => feature >= values))
        {
            throw new InvalidDataException($"The trees of the model are broken: depth {Depth}, {Features.Length} questions, {Leaves.Length} leaves.");
        }
    }
}
