using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Arena.Gateway.Tests;

/// <summary>A service behind the gateway, on a real socket.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Upstream(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<Upstream> StartAsync(RequestDelegate handler)
    {
        // Empty: the gateway's own appsettings.json lies beside this assembly and must not be read here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => context.Request.Path == "/alive" ? Task.CompletedTask : handler(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Upstream(app);
    }

    /// <summary>Answers every request with its own name and the path that arrived.</summary>
    public static Task<Upstream> NamedAsync(string name) =>
        StartAsync(context => context.Response.WriteAsync($"{name} {context.Request.Path}", context.RequestAborted));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
