using Arena.Contracts.Inference;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;
using RouterClient = Arena.Contracts.Router.Router.RouterClient;

namespace Arena.Router.Tests.Hosting;

/// <summary>One replica of the service, as it runs, in front of an inference service that a test controls.</summary>
internal sealed class RouterHost(string? redis = null, TimeProvider? time = null, params (string Key, string Value)[] settings)
    : WebApplicationFactory<Program>
{
    private GrpcChannel? _channel;

    public FakeInference Inference { get; } = new();

    public FakeRatings Ratings { get; } = new();

    public RouterClient Router =>
        new(_channel ??= GrpcChannel.ForAddress(Server.BaseAddress, new() { HttpHandler = Server.CreateHandler() }));

    /// <summary>Starts it now, for calls that come at once: the first two would make a server each.</summary>
    public RouterHost Started()
    {
        _ = Router;
        return this;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("ConnectionStrings:redis", redis ?? "");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(new Inference.InferenceClient(Inference.Invoker));
            services.AddSingleton(new RatingsClient(Ratings.Invoker));
            services.AddSingleton(new Random(42));
            if (time is not null)
            {
                services.AddSingleton(time);
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _channel?.Dispose();
        }

        base.Dispose(disposing);
    }
}
