using System.Diagnostics;
using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Arena.Web.Tests.Fakes;

/// <summary>The three services behind Arena.Web, in this process, over real gRPC.</summary>
public sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private Backend(WebApplication app, FakeRouter router, FakeInference inference, FakeRatings ratings)
    {
        (_app, Router, Inference, Ratings) = (app, router, inference, ratings);
        _channel = GrpcChannel.ForAddress("http://backend", new() { HttpHandler = new TraceContextHandler(app.GetTestServer().CreateHandler()) });
    }

    public FakeRouter Router { get; }

    public FakeInference Inference { get; }

    public FakeRatings Ratings { get; }

    public static async Task<Backend> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<FakeRouter>().AddSingleton<FakeInference>().AddSingleton<FakeRatings>();
        var app = builder.Build();
        app.MapGrpcService<FakeRouter>();
        app.MapGrpcService<FakeInference>();
        app.MapGrpcService<FakeRatings>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(
            app,
            app.Services.GetRequiredService<FakeRouter>(),
            app.Services.GetRequiredService<FakeInference>(),
            app.Services.GetRequiredService<FakeRatings>());
    }

    public void Replace(IServiceCollection services)
    {
        services.RemoveAll<Router.RouterClient>().AddSingleton(new Router.RouterClient(_channel));
        services.RemoveAll<Inference.InferenceClient>().AddSingleton(new Inference.InferenceClient(_channel));
        services.RemoveAll<Ratings.RatingsClient>().AddSingleton(new Ratings.RatingsClient(_channel));
    }

    /// <summary>Sends the trace context on, as the handler of real connections does and the test server's does not.</summary>
    private sealed class TraceContextHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            DistributedContextPropagator.Current.Inject(
                Activity.Current, request, static (carrier, name, value) => ((HttpRequestMessage)carrier!).Headers.TryAddWithoutValidation(name, value));
            return base.SendAsync(request, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}
