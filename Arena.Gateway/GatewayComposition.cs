using System.Diagnostics;
using Arena.Gateway.Proxy;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Arena.Gateway;

/// <summary>The only public door: routes, health of what is behind, and an edge that trusts nothing a client says about traces.</summary>
internal static class GatewayComposition
{
    /// <summary>Admin endpoints are called on the service itself, which only this machine reaches.</summary>
    private const string AdminPath = "/api/admin/{**rest}";

    public static TBuilder AddArenaGateway<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<DistributedContextPropagator, EdgePropagator>();
        builder.Services.AddSingleton<IDestinationResolver, ServiceDestinationResolver>();
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        return builder;
    }

    public static WebApplication UseArenaGateway(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<RetryAfterMiddleware>();
        app.Map(AdminPath, () => TypedResults.NotFound());
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<StatusFallbackMiddleware>();
            proxy.UseSessionAffinity();
            proxy.UseMiddleware<NextReplicaMiddleware>();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        return app;
    }
}
