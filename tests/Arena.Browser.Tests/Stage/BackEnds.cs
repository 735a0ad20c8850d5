using Arena.Browser.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.Browser.Tests.Stage;

/// <summary>The services behind Arena.Web, in this process, and the door by which a scenario works their switches.</summary>
internal sealed class BackEnds : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BackEnds(WebApplication app, string grpc, string control)
    {
        _app = app;
        Grpc = grpc;
        Control = control;
    }

    /// <summary>Router, Inference and Ratings.</summary>
    public string Grpc { get; }

    /// <summary>What services answer over HTTP, and <c>POST /models/hold|release|break|mend</c>, <c>/battles/expire</c>, <c>/ledger/down|up</c>, <c>/web/restart</c>.</summary>
    public string Control { get; }

    public static async Task<BackEnds> StartAsync(Func<CancellationToken, Task> restartWeb, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear(); // Arena.Web's settings lie beside this assembly
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<ModelSwitch>().AddSingleton<LedgerSwitch>();
        builder.Services.AddSingleton<FakeRouter>().AddSingleton<FakeInference>().AddSingleton<FakeRatings>().AddSingleton<FakeComparisons>();

        var app = builder.Build();
        app.MapGrpcService<FakeRouter>();
        app.MapGrpcService<FakeInference>();
        app.MapGrpcService<FakeRatings>();
        app.MapGrpcService<FakeComparisons>();
        app.MapFigures(app.Services.GetRequiredService<LedgerSwitch>());
        MapSwitches(app, restartWeb);
        await app.StartAsync(cancellationToken);
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        return new(app, urls[0], urls[1]);
    }

    /// <summary>All switches as they are at first, whatever the scenario before left.</summary>
    public void Reset()
    {
        _app.Services.GetRequiredService<ModelSwitch>().Reset();
        _app.Services.GetRequiredService<LedgerSwitch>().Down = false;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void MapSwitches(WebApplication app, Func<CancellationToken, Task> restartWeb)
    {
        var models = app.Services.GetRequiredService<ModelSwitch>();
        var ledger = app.Services.GetRequiredService<LedgerSwitch>();
        app.MapPost("/models/hold", models.Hold);
        app.MapPost("/models/release", models.Release);
        app.MapPost("/models/break", () => { models.Broken = true; });
        app.MapPost("/models/mend", () => { models.Broken = false; });
        app.MapPost("/battles/expire", app.Services.GetRequiredService<FakeRouter>().Expire);
        app.MapPost("/ledger/down", () => { ledger.Down = true; });
        app.MapPost("/ledger/up", () => { ledger.Down = false; });
        app.MapPost("/web/restart", async (HttpContext context) => await restartWeb(context.RequestAborted));
    }
}
