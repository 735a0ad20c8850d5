using Arena.Contracts.Inference;
using Arena.Router.Battles;
using Arena.Router.Classification;
using Arena.Router.Classification.Model;
using Arena.Router.Grpc;
using Arena.Router.Models;
using Arena.Router.Pairing;
using Arena.Router.Routing;
using Arena.Router.Routing.Labels;
using Arena.Router.Routing.Rules;
using Arena.Router.Sessions;
using Arena.Router.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Router;

/// <summary>Which models answer: routes, pairs, and battles until they are revealed.</summary>
internal static class RouterComposition
{
    private const string RedisName = "redis";
    private const string RatingsAddress = "http://_grpc.ratings";
    private const string InferenceAddress = "http://_grpc.inference";

    public static TBuilder AddArenaRouter<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RouterMetrics>();
        builder.AddRouting();
        services.AddModelPool();
        services.AddPairing();
        builder.AddSessions();
        services.AddSingleton<BattleOpener>().AddSingleton<SessionBoundary>().AddGrpc();
        return builder;
    }

    public static WebApplication UseArenaRouter(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapGrpcService<RouterService>();
        return app;
    }

    private static void AddRouting(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RoutingOptions>().BindConfiguration(RoutingOptions.Section).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.AddSingleton(new QueryClassifier(RouterModelFile.LoadDefault()));
        services.AddSingleton<IRouteRule, UserChoiceRule>().AddSingleton<IRouteRule, ActiveWorkflowRule>()
            .AddSingleton<IRouteRule, LoadedDataRule>().AddSingleton<IRouteRule, ExplicitToolsRule>().AddSingleton<IRouteRule, ClassifierRule>();
        services.AddSingleton<RouteRules>().AddSingleton<ToolModels>().AddSingleton<RouteLabels>().AddSingleton<RoutePlanner>();
    }

    private static void AddModelPool(this IServiceCollection services)
    {
        services.AddOptions<ModelPoolOptions>().BindConfiguration(ModelPoolOptions.Section).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<ModelPoolOptions>, ModelPoolOptionsValidator>();
        services.AddArenaGrpcClient<Inference.InferenceClient>(InferenceAddress);
        services.AddSingleton<ModelPool>().AddSingleton<ModelNotice>().AddHostedService<ModelPoolRefresher>();
    }

    private static void AddPairing(this IServiceCollection services)
    {
        services.AddOptions<BattleOptions>().BindConfiguration(BattleOptions.Section)
            .Validate<PairPolicies>(
                (options, policies) => policies.Contains(options.PairPolicy),
                $"{BattleOptions.Section}:{nameof(BattleOptions.PairPolicy)} names no pair policy.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BattleOptions>, BattleOptionsValidator>();
        services.TryAddSingleton(Random.Shared);
        services.AddOptions<InformativeOptions>().BindConfiguration(InformativeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InformativeOptions>, InformativeOptionsValidator>();
        services.AddArenaGrpcClient<RatingsClient>(RatingsAddress);
        services.AddSingleton<PairEvidence>().AddHostedService<PairEvidenceRefresher>();
        services.AddSingleton<IPairPolicy, UniformPairPolicy>().AddSingleton<IPairPolicy, InformativePairPolicy>().AddSingleton<PairPolicies>().AddSingleton<PairChooser>();
    }

    private static void AddSessions(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(RedisName)))
        {
            services.AddSingleton<IBattleStore, MemoryBattleStore>().AddSingleton<IRouteLabelStore, MemoryRouteLabelStore>();
        }
        else
        {
            services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.Section).ValidateOnStart();
            services.TryAddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
            builder.AddRedisClient(RedisName, settings => settings.DisableHealthChecks = true); // ours says degraded, not unhealthy
            services.AddSingleton<RedisCalls>().AddSingleton<IBattleStore, RedisBattleStore>().AddSingleton<IRouteLabelStore, RedisRouteLabelStore>();
        }

        services.AddHostedService<SessionStoreStartup>();
        services.AddHealthChecks().AddCheck<SessionStoreHealth>("sessions");
    }
}
