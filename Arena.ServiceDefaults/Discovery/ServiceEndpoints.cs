using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace Arena.ServiceDefaults.Discovery;

/// <summary>
/// Where services are, from configuration as Aspire writes it: <c>services:{service}:{endpoint}:{i}</c> = URL, where the endpoint is a
/// scheme (<c>http</c>, <c>https</c>) or a name. A logical address names the service as its host, <c>http://router</c>, or the endpoint
/// and the service, <c>http://_grpc.router</c> (the form of Microsoft.Extensions.ServiceDiscovery).
/// </summary>
public sealed class ServiceEndpoints(IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, int> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every address of the service that <paramref name="logical"/> names; empty when it is not a service of this stack.</summary>
    public IReadOnlyList<Uri> Find(Uri logical)
    {
        ArgumentNullException.ThrowIfNull(logical);

        var (service, endpoint) = Parse(logical);
        return [.. configuration.GetSection($"services:{service}:{endpoint}").GetChildren()
            .OrderBy(child => int.TryParse(child.Key, out var index) ? index : int.MaxValue)
            .Select(child => child.Value)
            .OfType<string>()
            .Select(value => new Uri(value, UriKind.Absolute))];
    }

    /// <summary><paramref name="address"/> with a real host and port, the replicas in turn; unchanged when it names no service.</summary>
    public Uri Resolve(Uri address)
    {
        var found = Find(address);
        if (found.Count == 0)
        {
            return address;
        }

        var turn = _turns.AddOrUpdate(address.Authority, 0, (_, last) => unchecked(last + 1));
        var target = found[(int)((uint)turn % (uint)found.Count)];
        return new UriBuilder(address) { Scheme = target.Scheme, Host = target.Host, Port = target.Port }.Uri;
    }

    private static (string Service, string Endpoint) Parse(Uri logical)
    {
        var host = logical.Host;
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return host.StartsWith('_') && dot > 1 ? (host[(dot + 1)..], host[1..dot]) : (host, logical.Scheme);
    }
}
