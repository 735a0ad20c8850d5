namespace Arena.Router.Pairing;

/// <summary>One way to draw a pair, found by its name.</summary>
internal interface IPairPolicy
{
    string Name { get; }

    /// <summary>Draws one of the pairs that may meet now.</summary>
    /// <param name="pairs">At least one, each once.</param>
    PairDraw Draw(IReadOnlyList<ModelPair> pairs, Random random);
}

/// <summary>A drawn pair.</summary>
/// <param name="Probability">With which the policy drew this unordered pair, in (0, 1].</param>
internal sealed record PairDraw(ModelPair Pair, double Probability);
