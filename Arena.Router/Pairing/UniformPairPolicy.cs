namespace Arena.Router.Pairing;

/// <summary>Every pair is equally likely.</summary>
internal sealed class UniformPairPolicy : IPairPolicy
{
    public string Name => "uniform";

    public PairDraw Draw(IReadOnlyList<ModelPair> pairs, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Count);
        return new(pairs[random.Next(pairs.Count)], 1.0 / pairs.Count);
    }
}
