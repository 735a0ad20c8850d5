using System.Collections.Frozen;

namespace Arena.Inference.Swapping;

/// <summary>Says what an idle model is worth to keep; the one that is worth least gives way.</summary>
internal interface IEvictionPolicy
{
    string Name { get; }

    /// <summary>Asked when the model was loaded or used.</summary>
    /// <param name="model">The model.</param>
    /// <param name="age">The highest worth that ever gave way: what is used now is worth more than what is not, however much that was used once.</param>
    double ValueOf(Resident model, double age);
}

/// <summary>
/// Greedy dual size frequency: age + uses · seconds to load again ÷ memory (Cherkasova, HPL-98-69R1). A model that is dear to bring back,
/// often used and small stays.
/// </summary>
internal sealed class GdsfEviction : IEvictionPolicy
{
    public string Name => "gdsf";

    public double ValueOf(Resident model, double age) =>
        age + (model.Frequency * model.ReloadSeconds / Math.Max(1, model.Model.VramMib));
}

/// <summary>The one not used for longest gives way.</summary>
internal sealed class LruEviction : IEvictionPolicy
{
    public string Name => "lru";

    public double ValueOf(Resident model, double age) => model.LastUsed.TotalSeconds;
}

/// <summary>The one loaded for longest gives way.</summary>
internal sealed class FifoEviction : IEvictionPolicy
{
    public string Name => "fifo";

    public double ValueOf(Resident model, double age) => model.LoadedAt.TotalSeconds;
}

/// <summary>The eviction policies by name.</summary>
internal static class EvictionPolicies
{
    private static readonly FrozenDictionary<string, IEvictionPolicy> ByName =
        new IEvictionPolicy[] { new GdsfEviction(), new LruEviction(), new FifoEviction() }
            .ToFrozenDictionary(policy => policy.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    /// <summary>Null when no policy has the name.</summary>
    public static IEvictionPolicy? Find(string name) => ByName.GetValueOrDefault(name);
}
