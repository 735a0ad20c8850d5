using Arena.ServiceDefaults.Discovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Arena.Gateway.Proxy;

/// <summary>Expands a destination such as <c>http://web</c> into one destination for each replica of that service.</summary>
internal sealed class ServiceDestinationResolver(ServiceEndpoints endpoints, IConfiguration configuration) : IDestinationResolver
{
    public ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, destination) in destinations)
        {
            var found = endpoints.Find(new Uri(destination.Address));
            if (found.Count == 0)
            {
                resolved[name] = destination;
                continue;
            }

            foreach (var (index, address) in found.Index())
            {
                resolved[$"{name}-{index}"] = destination with { Address = address.ToString() };
            }
        }

        return ValueTask.FromResult(new ResolvedDestinationCollection(resolved, configuration.GetReloadToken()));
    }
}
