using System.Collections.Frozen;

namespace Arena.Router.Pairing;

/// <summary>The policies by name.</summary>
internal sealed class PairPolicies(IEnumerable<IPairPolicy> policies)
{
    private readonly FrozenDictionary<string, IPairPolicy> _byName =
        policies.ToFrozenDictionary(policy => policy.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The policy of that name, in any case of letters.</summary>
    /// <exception cref="KeyNotFoundException">No policy has that name; the message lists those that there are.</exception>
    public IPairPolicy this[string name] => _byName.TryGetValue(name, out var policy)
        ? policy
        : throw new KeyNotFoundException($"No pair policy is named '{name}'. Known: {string.Join(", ", _byName.Keys)}.");

    public bool Contains(string name) => _byName.ContainsKey(name);
}
