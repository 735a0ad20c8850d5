using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.GrpcTests;

/// <summary>The probe service on Kestrel, clear-text HTTP/2 on a free port, or in memory.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private ProbeHost(WebApplication app) => App = app;

    public WebApplication App { get; }

    public ProbeLog Log => App.Services.GetRequiredService<ProbeLog>();

    public Uri Address => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Host and port.</summary>
    public string Authority => Address.Authority;

    public static Task<ProbeHost> StartKestrelAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        MinDataRate? minRequestRate = null) =>
        StartAsync(
            builder => builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MinRequestBodyDataRate = minRequestRate ?? kestrel.Limits.MinRequestBodyDataRate;
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            }),
            options,
            services,
            map);

    public static Task<ProbeHost> StartInMemoryAsync(Action<GrpcServiceOptions>? options = null, Action<IServiceCollection>? services = null) =>
        StartAsync(builder => builder.WebHost.UseTestServer(), options, services, map: null);

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static async Task<ProbeHost> StartAsync(
        Action<WebApplicationBuilder> server, Action<GrpcServiceOptions>? options, Action<IServiceCollection>? services, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        server(builder);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ProbeLog>();
        builder.Services.AddGrpc(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGrpcService<ProbeService>();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ProbeHost(app);
    }
}
