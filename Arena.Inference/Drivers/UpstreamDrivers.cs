using System.Collections.Frozen;

namespace Arena.Inference.Drivers;

/// <summary>The drivers by name.</summary>
internal sealed class UpstreamDrivers(IEnumerable<IUpstreamDriver> drivers)
{
    private readonly FrozenDictionary<string, IUpstreamDriver> _byName =
        drivers.ToFrozenDictionary(driver => driver.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The driver with that name.</summary>
    /// <exception cref="KeyNotFoundException">No driver has the name; validated configuration cannot lead here.</exception>
    public IUpstreamDriver this[string name] => _byName[name];
}
