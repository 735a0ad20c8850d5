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

    /// <summary>
    /// A typed gRPC client at a logical address such as <c>http://_grpc.router</c>: calls spread over the replicas, and one that could not
    /// connect is tried on the next. Deadlines are the caller's.
    /// </summary>
    public static IHttpClientBuilder AddArenaGrpcClient<TClient>(this IServiceCollection services, string address)
        where TClient : class =>
        services.AddGrpcClient<TClient>(options => options.Address = new Uri(address))
            .ConfigurePrimaryHttpMessageHandler(static (transport, _) => ConnectWhereToldTo(transport))
            .AddHttpMessageHandler<ConnectRetryHandler>()
            .AddHttpMessageHandler<ServiceDiscoveryHandler>();

    /// <summary>
    /// A typed HTTP client at a logical address such as <c>http://ratings</c>: requests spread over the replicas, and one that could not
    /// connect is tried on the next.
    /// </summary>
    public static IHttpClientBuilder AddArenaHttpClient<TClient>(this IServiceCollection services, string address)
        where TClient : class =>
        services.AddHttpClient<TClient>(client => client.BaseAddress = new Uri(address))
            .AddHttpMessageHandler<ConnectRetryHandler>()
            .AddHttpMessageHandler<ServiceDiscoveryHandler>();

    /// <summary>
    /// The official gRPC client would connect to the logical name by itself. This is how Microsoft.Extensions.ServiceDiscovery tells it
    /// that a handler knows the real one (grpc-dotnet, GrpcChannel.CalculateHandlerContext).
    /// </summary>
    private static void ConnectWhereToldTo(HttpMessageHandler transport)
    {
        if (transport is SocketsHttpHandler sockets)
        {
            sockets.Properties["__GrpcLoadBalancingDisabled"] = true;
        }
    }
}
