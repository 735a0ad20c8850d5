using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>A health check as the predicate of a mapping sees it.</summary>
public sealed class HealthCheckMapContext(string name, IEnumerable<string> tags)
{
    public string Name => name;

    public IEnumerable<string> Tags => tags;
}

/// <summary>A gRPC service name and the health checks that it depends on.</summary>
public sealed class ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
{
    public string Name => name;

    public Func<HealthCheckMapContext, bool> HealthCheckPredicate => predicate;
}

/// <summary>Mappings by service name.</summary>
public sealed class ServiceMappingCollection : IEnumerable<ServiceMapping>
{
    private readonly Dictionary<string, ServiceMapping> _mappings;

    internal ServiceMappingCollection(IEnumerable<ServiceMapping> mappings) =>
        _mappings = mappings.ToDictionary(mapping => mapping.Name, StringComparer.Ordinal);

    /// <summary>Adds or replaces.</summary>
    public void Map(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(predicate);
        _mappings[name] = new ServiceMapping(name, predicate);
    }

    public void Remove(string name) => _mappings.Remove(name);

    public void Clear() => _mappings.Clear();

    public bool TryGetServiceMapping(string name, [NotNullWhen(true)] out ServiceMapping? serviceMapping) =>
        _mappings.TryGetValue(name, out serviceMapping);

    public IEnumerator<ServiceMapping> GetEnumerator() => _mappings.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
