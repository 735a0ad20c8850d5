namespace Arena.Router.Pairing;

/// <summary>One way to prefer some pairs to others, found by its name. The draw itself is <see cref="PairLottery"/>'s.</summary>
internal interface IPairPolicy
{
    string Name { get; }

    /// <summary>How much each pair is preferred, in the order of <paramref name="pairs"/>: finite, at least 0, of any scale.</summary>
    /// <param name="pairs">Pairs that may meet now: at least one, each once.</param>
    IReadOnlyList<double> Weigh(IReadOnlyList<ModelPair> pairs);
}
