using Arena.Web.Battles.Api;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Runs;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles;

/// <summary>The battle API (docs/battle-api.md).</summary>
internal static class BattleComposition
{
    private const string Redis = "redis";

    /// <summary>Room for the longest message, escaped in full, and for the other fields.</summary>
    private const int EscapedByteLength = 6;
    private const int OtherFields = 4096;

    public static void AddBattles(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<BattleOptions>().BindConfiguration(BattleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BattleOptions>, BattleOptionsValidator>();
        services.ConfigureHttpJsonOptions(options => WebJson.Configure(options.SerializerOptions));
        services.AddSingleton<IProblemDetailsWriter, AnyAcceptProblemWriter>();
        // Also in development: a bad request is an answer, not an exception.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(Redis)))
        {
            services.AddSingleton<IBattleLog, MemoryBattleLog>();
        }
        else
        {
            builder.AddRedisClient(Redis);
            services.AddSingleton<IBattleLog, RedisBattleLog>();
        }

        services.AddSingleton<BattleMetrics>().AddSingleton<BattleStates>().AddSingleton<BattleLedger>();
        services.AddSingleton<AnswerReader>().AddSingleton<AnswerWriter>().AddSingleton<LeaseKeeper>().AddSingleton<BattleRunner>().AddSingleton<AttachedDocuments>();
        services.AddSingleton<BattleRuns>().AddHostedService(provider => provider.GetRequiredService<BattleRuns>());
        services.AddSingleton<BattleFollower>().AddSingleton<BattleFinder>().AddSingleton<VoteDesk>().AddSingleton<BattleAnswers>().AddSingleton<BattleArchive>();
    }

    public static void MapBattles(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<BattleOptions>>().Value;
        if (app.Services.GetRequiredService<IBattleLog>() is MemoryBattleLog)
        {
            app.Logger.NoRedis();
        }

        app.MapGroup("/api/arena").WithTags("Arena")
            .AddEndpointFilter<CrossSiteFilter>()
            .AddEndpointFilter<ProblemFilter>()
            .WithMetadata(new BodyLimit((EscapedByteLength * options.MaxMessageBytes) + OtherFields))
            .MapStatus()
            .MapBattleCalls()
            .MapAnswers()
            .MapTurns()
            .MapVote();
    }
}
