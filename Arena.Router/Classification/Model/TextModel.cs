using System.Runtime.Intrinsics;
using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Model;

/// <summary>
/// Linear scores of a text: output 0, how much it asks for something to be looked up or done; outputs 1 to 6, its <see cref="QueryTypes.OfTexts"/>.
/// </summary>
internal sealed class TextModel
{
    /// <summary>One more than is used, so that the outputs of a bucket fill a vector.</summary>
    public const int Outputs = 8;

    /// <summary>Takes what was learned.</summary>
    /// <param name="weights">By bucket, then by output.</param>
    /// <param name="bias">By output.</param>
    public TextModel(float[] weights, float[] bias)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, TextNGrams.BucketCount * Outputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(bias.Length, Outputs);
        (Weights, Bias) = (weights, bias);
    }

    public float[] Weights { get; }

    public float[] Bias { get; }

    /// <summary>By the root of their number: a long text is not more of anything than a short one.</summary>
    public static float ScaleOf(int buckets) => buckets == 0 ? 0 : 1 / MathF.Sqrt(buckets);

    /// <summary>The outputs before any link function.</summary>
    public void Score(ReadOnlySpan<int> buckets, Span<float> outputs)
    {
        var sum = Vector256<float>.Zero;
        foreach (var bucket in buckets)
        {
            sum += Vector256.Create<float>(Weights.AsSpan(bucket * Outputs, Outputs));
        }

        (Vector256.Create<float>(Bias) + (sum * ScaleOf(buckets.Length))).CopyTo(outputs);
    }

    /// <summary>What some of the features add to one output, up to the scale of the text.</summary>
    public float Share(ReadOnlySpan<int> buckets, int output)
    {
        var sum = 0f;
        foreach (var bucket in buckets)
        {
            sum += Weights[(bucket * Outputs) + output];
        }

        return sum;
    }
}
