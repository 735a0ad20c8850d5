using Arena.ServiceDefaults.Health;
using Arena.ServiceDefaults.Problems;
using Arena.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the arena has in common.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Telemetry, health, service discovery, resilience of outgoing calls, problem details and the admin key.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddArenaTelemetry();
        builder.Services.AddServiceDiscovery();
        builder.Services.AddArenaProblemDetails();
        builder.Services.AddArenaHealth();
        builder.Services.AddAdminKey();
        builder.Services.AddTransient<IStartupFilter, RequestSpanFilter>();
        builder.Services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        return builder;
    }

    /// <summary><c>/health</c> (ready to serve) and <c>/alive</c> (the process works); neither is traced nor counted.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        app.MapArenaHealth();
        return app;
    }
}
