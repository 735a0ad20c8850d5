using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>
/// Serves the state of this application to the dashboard: gRPC on a loopback port, to those who have the key. It has commands, so it is
/// remote control.
/// </summary>
internal sealed class ResourceServiceServer(DashboardSettings settings, IServiceProvider engine, ILoggerFactory loggers) : IAsyncDisposable
{
    private const string KeyHeader = "x-resource-service-api-key";

    private WebApplication? _app;

    /// <summary>Starts to serve, and returns the address.</summary>
    /// <exception cref="IOException">The configured port is taken.</exception>
    public async Task<Uri> StartAsync(CancellationToken cancellationToken)
    {
        // Nothing from the environment: ASPNETCORE_URLS and the like are meant for others.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(
                settings.ResourceServiceAddress is { } address ? new(IPAddress.Loopback, address.Port) : new IPEndPoint(IPAddress.Loopback, 0),
                listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<DashboardService>(
            engine, services.GetRequiredService<IHostApplicationLifetime>()));
        // Streams end when the server stops; what has not ended by then is cut.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));

        _app = builder.Build();
        _app.Use(RequireKeyAsync);
        _app.UseRouting();
        _app.MapGrpcService<DashboardService>();
        await _app.StartAsync(cancellationToken);
        return new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    private Task RequireKeyAsync(HttpContext context, RequestDelegate next)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString());
        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), SHA256.HashData(Encoding.UTF8.GetBytes(settings.ResourceServiceKey))))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized; // UNAUTHENTICATED to a gRPC client
        return Task.CompletedTask;
    }
}
