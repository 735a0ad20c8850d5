using Arena.Router.Models;
using Microsoft.Extensions.Options;

namespace Arena.Router.Pairing;

/// <summary>
/// Prefers the pairs from which one more vote would teach most about the board, and among equals those that need no model to be loaded.
/// See docs/decisions/0008-informative-pairs.md.
/// </summary>
internal sealed class InformativePairPolicy(PairEvidence evidence, ModelPool pool, IOptionsMonitor<InformativeOptions> options) : IPairPolicy
{
    public const string PolicyName = "informative";

    public string Name => PolicyName;

    public IReadOnlyList<double> Weigh(IReadOnlyList<ModelPair> pairs)
    {
        var (value, settings) = (evidence.Value, options.CurrentValue);
        return [.. pairs.Select(pair => Math.Pow(value.Of(pair.First, pair.Second), settings.Sharpness) * (1 + (settings.WarmBonus * WarmShare(pair))))];
    }

    /// <summary>0, ½ or 1: the share of the pair that is in memory now.</summary>
    private double WarmShare(ModelPair pair) => ((pool.IsWarm(pair.First) ? 1 : 0) + (pool.IsWarm(pair.Second) ? 1 : 0)) / 2.0;
}
