using Yarp.ReverseProxy.Configuration;

namespace Arena.Bench.Streaming;

/// <summary>The least that YARP can be: one route, one destination, nothing else.</summary>
internal static class BareYarp
{
    public const string Verb = "yarp";

    public static async Task RunAsync(string listen, string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(listen);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new() { Path = "/{**rest}" } }],
            [new ClusterConfig { ClusterId = "all", Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { ["one"] = new() { Address = upstream } } }]);

        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
    }
}
