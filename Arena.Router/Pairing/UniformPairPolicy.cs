namespace Arena.Router.Pairing;

/// <summary>Every pair is equally likely.</summary>
internal sealed class UniformPairPolicy : IPairPolicy
{
    public string Name => "uniform";

    public IReadOnlyList<double> Weigh(IReadOnlyList<ModelPair> pairs) => [.. Enumerable.Repeat(1.0, pairs.Count)];
}
