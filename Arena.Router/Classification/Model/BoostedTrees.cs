namespace Arena.Router.Classification.Model;

/// <summary>
/// A sum of regression trees. Each is complete, of the same depth, and lies in three arrays: node i has children 2i + 1 (value ≤ threshold)
/// and 2i + 2.
/// </summary>
/// <param name="Depth">Questions from root to leaf.</param>
/// <param name="Features">By tree and node: which value is asked about.</param>
/// <param name="Thresholds">By tree and node; infinite where a node asks nothing.</param>
/// <param name="Leaves">By tree and leaf.</param>
internal sealed record BoostedTrees(int Depth, float Start, byte[] Features, float[] Thresholds, float[] Leaves)
{
    public int Count => Leaves.Length >> Depth;

    /// <summary>Log odds for these values.</summary>
    public float Score(ReadOnlySpan<float> values)
    {
        var inner = (1 << Depth) - 1;
        var sum = Start;
        for (var tree = 0; tree < Count; tree++)
        {
            var node = 0;
            for (var depth = 0; depth < Depth; depth++)
            {
                var at = (tree * inner) + node;
                node = (2 * node) + (values[Features[at]] > Thresholds[at] ? 2 : 1);
            }

            sum += Leaves[(tree << Depth) + node - inner];
        }

        return sum;
    }
}
