using System.Text.Json;
using Arena.Inference.Admin;
using Arena.Inference.Answers;
using Arena.Inference.Api;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Drivers.Vllm;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Health;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Telemetry;
using Arena.ServiceDefaults.Discovery;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Arena.Inference;

/// <summary>What the service is made of.</summary>
internal static class InferenceComposition
{
    public static TBuilder AddArenaInference<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<InferenceOptions>().BindConfiguration(InferenceOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InferenceOptions>, InferenceOptionsValidator>();
        services.AddSingleton<IValidateOptions<InferenceOptions>, InferenceOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddUpstreams();
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton<NodeRegistry>().AddHostedService<NodeMonitor>();
        services.AddSingleton<LifecycleHttp>().AddSingleton<INodeLifecycle, VllmLifecycle>().AddSingleton<INodeLifecycle, OllamaLifecycle>();
        services.AddSingleton<SwapManagers>().AddSingleton<ModelLoader>().AddSingleton<ModelMemory>().AddHostedService<SwapService>();
        services.AddSingleton<Canary>().AddSingleton<EngineHealth>().AddHostedService<EngineMonitor>();
        services.AddSingleton<ModelCatalog>().AddSingleton<DeploymentHealth>();
        services.AddSingleton<InferenceMetrics>().AddSingleton<RetryBudget>().AddSingleton<Answerer>().AddSingleton<GenerateRequestReader>();
        services.AddSingleton<NodeViews>().AddSingleton<NodeOperations>().AddSingleton<OllamaPull>();
        services.AddHealthChecks().AddCheck<NodesHealthCheck>("nodes");
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        services.AddGrpc();
        return builder;
    }

    public static WebApplication UseArenaInference(this WebApplication app)
    {
        if (app.Services.GetRequiredService<NodeRegistry>().All.IsEmpty)
        {
            app.Logger.NoNodes();
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapGrpcService<InferenceService>();
        app.MapModels();
        app.MapNodeAdmin();
        return app;
    }

    private static void AddUpstreams(this IServiceCollection services)
    {
        services.TryAddSingleton<ServiceEndpoints>();
        services.AddSingleton<UpstreamHttp>().AddSingleton<NodeProbe>().AddSingleton<UpstreamDrivers>().AddSingleton<UpstreamClients>();
        services.AddDriver<VllmDriver>(GenAi.Providers.Vllm).AddDriver<OllamaDriver>(GenAi.Providers.Ollama);
        foreach (var client in new[] { UpstreamHttp.AnswerClient, UpstreamHttp.ProbeClient })
        {
            services.AddHttpClient(client, http => http.Timeout = Timeout.InfiniteTimeSpan) // silence is bounded, not the whole
                .UseSocketsHttpHandler((handler, provider) =>
                {
                    handler.ConnectTimeout = provider.GetRequiredService<IOptions<InferenceOptions>>().Value.Timeouts.Connect;
                    handler.AllowAutoRedirect = false;
                    handler.UseCookies = false;
                    handler.UseProxy = false;
                    if (client is UpstreamHttp.ProbeClient)
                    {
                        handler.ActivityHeadersPropagator = null; // no propagator, no span: probes are not traced
                    }
                })
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        }
    }

    private static IServiceCollection AddDriver<TDriver>(this IServiceCollection services, string name)
        where TDriver : class, IUpstreamDriver =>
        services.AddSingleton(new DriverName(name)).AddSingleton<IUpstreamDriver, TDriver>();
}
