using System.Text.Json;
using Arena.Inference.Admin;
using Arena.Inference.Answers;
using Arena.Inference.Api;
using Arena.Inference.Caching;
using Arena.Inference.CommandLine;
using Arena.Inference.Configuration;
using Arena.Inference.Configuration.ApiEndpoints;
using Arena.Inference.Configuration.Live;
using Arena.Inference.Drivers;
using Arena.Inference.Drivers.Anthropic;
using Arena.Inference.Drivers.Gemini;
using Arena.Inference.Drivers.Gemini.Credentials;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Drivers.OpenAiSwap;
using Arena.Inference.Drivers.Providers;
using Arena.Inference.Drivers.Vllm;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Health;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.OpenAi;
using Arena.Inference.Telemetry;
using Arena.ServiceDefaults.Discovery;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Arena.Inference;

/// <summary>What the service is made of.</summary>
internal static class InferenceComposition
{
    private const string Redis = "redis";

    public static TBuilder AddArenaInference<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<InferenceOptions>().BindConfiguration(InferenceOptions.Section).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<InferenceOptions>, ApiEndpointImport>();
        services.AddSingleton<IPostConfigureOptions<InferenceOptions>, ProviderNodes>(); // after the import, whose nodes it completes
        services.AddSingleton<IValidateOptions<InferenceOptions>, InferenceOptionsValidator>();
        services.AddSingleton<IValidateOptions<InferenceOptions>, InferenceOptionsRules>();
        services.AddSingleton<LiveOptions>().AddSingleton<IOptions<InferenceOptions>>(provider => provider.GetRequiredService<LiveOptions>());
        services.AddSingleton<EndpointsStatus>().AddHostedService<EndpointsWatcher>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddUpstreams();
        services.PostConfigure<InferenceOptions>(KeepWhatIsManaged);
        services.TryAddSingleton(Random.Shared);
        builder.AddCache();
        services.AddSingleton<NodeRegistry>().AddHostedService<NodeMonitor>();
        services.AddSingleton<LifecycleHttp>().AddSingleton<INodeLifecycle, VllmLifecycle>().AddSingleton<INodeLifecycle, OllamaLifecycle>();
        services.AddSingleton<SwapManagers>().AddSingleton<ModelLoader>().AddSingleton<ModelMemory>().AddHostedService<SwapService>();
        services.AddSingleton<Canary>().AddSingleton<EngineHealth>().AddHostedService<EngineMonitor>();
        services.AddSingleton<ModelCatalog>().AddSingleton<DeploymentHealth>();
        services.AddSingleton<InferenceMetrics>().AddSingleton<RetryBudget>().AddSingleton<Answerer>();
        services.AddSingleton<AnswerRequests>().AddSingleton<OpenAiRequestReader>().AddSingleton<GenerateRequestReader>();
        services.AddSingleton<NodeViews>().AddSingleton<NodeOperations>().AddSingleton<ModelCheck>();
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
        app.MapOpenAi();
        app.MapNodeAdmin();
        return app;
    }

    /// <summary>Where we decide what is unloaded, an Ollama server is not to do it by itself.</summary>
    private static void KeepWhatIsManaged(InferenceOptions options)
    {
        foreach (var node in options.Nodes.Values.Where(node => node.Swap.IsManaged))
        {
            node.KeepAlive ??= Timeout.InfiniteTimeSpan;
        }
    }

    private static void AddCache(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MemoryAnswerStore>().AddSingleton<AnswerCache>();
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(Redis)))
        {
            builder.Services.AddSingleton<ISharedAnswerStore, NoSharedAnswerStore>();
            return;
        }

        builder.AddRedisClient(Redis, settings => settings.DisableHealthChecks = true); // without it answers are only not shared
        builder.Services.AddSingleton<ISharedAnswerStore, RedisAnswerStore>();
    }

    private static void AddUpstreams(this IServiceCollection services)
    {
        services.TryAddSingleton<ServiceEndpoints>();
        services.AddSingleton<UpstreamHttp>().AddSingleton<NodeProbe>().AddSingleton<UpstreamDrivers>().AddSingleton<UpstreamClients>();
        services.AddDriver<VllmDriver>(new(GenAi.Providers.Vllm)).AddSingleton<VllmAdapters>();
        services.AddDriver<OllamaDriver>(new(GenAi.Providers.Ollama)).AddSingleton<OllamaDescriptions>().AddSingleton<OllamaModels>();
        services.AddDriver<OpenAiSwapDriver>(new(GenAi.Providers.OpenAiSwap));
        services.AddDriver<OpenAiDriver>(OpenAiDriver.Facts).AddDriver<MistralDriver>(MistralDriver.Facts).AddDriver<GroqDriver>(GroqDriver.Facts);
        services.AddDriver<AnthropicDriver>(AnthropicDriver.Facts).AddSingleton<IUpstreamKey, AnthropicKey>();
        services.AddDriver<GeminiDriver>(GeminiDriver.Facts).AddSingleton<IUpstreamKey, GeminiKey>();
        services.AddDriver<VertexDriver>(VertexDriver.Facts).AddSingleton<GoogleTokens>()
            .AddSingleton<IUpstreamKey>(provider => provider.GetRequiredService<GoogleTokens>());
        foreach (var client in new[] { UpstreamHttp.AnswerClient, UpstreamHttp.ProbeClient })
        {
            services.AddHttpClient(client, http => http.Timeout = Timeout.InfiniteTimeSpan) // silence is bounded, not the whole
                .UseSocketsHttpHandler((handler, provider) =>
                {
                    handler.ConnectTimeout = provider.GetRequiredService<IOptions<InferenceOptions>>().Value.Timeouts.Connect;
                    handler.AllowAutoRedirect = false;
                    handler.UseCookies = false;
                    handler.UseProxy = false;
                })
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        }
    }

    private static IServiceCollection AddDriver<TDriver>(this IServiceCollection services, DriverFacts facts)
        where TDriver : class, IUpstreamDriver =>
        services.AddSingleton(facts).AddSingleton<IUpstreamDriver, TDriver>();
}
