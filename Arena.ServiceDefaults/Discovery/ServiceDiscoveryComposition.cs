using Arena.ServiceDefaults.Discovery;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Clients of the other services.</summary>
public static class ServiceDiscoveryComposition
{
    internal static void AddServiceDiscovery(this IServiceCollection services)
    {
        services.TryAddSingleton<ServiceEndpoints>();
        services.TryAddTransient<ServiceDiscoveryHandler>();
        services.TryAddTransient<ConnectRetryHandler>();
    }

}
