using System.Text.Json;
using Arena.Ratings.Battles;
using Arena.Ratings.Board;
using Arena.Ratings.Grpc;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Arena.Ratings;

/// <summary>The ledger of battles and votes, and what is computed from it.</summary>
internal static class RatingsComposition
{
    private const string ConnectionName = "ratings-db";

    public static TBuilder AddArenaRatings<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddLedger();
        builder.Services.AddOptions<EloOptions>().BindConfiguration(EloOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<EloOptions>, EloOptionsValidator>();
        builder.Services.AddSingleton<VoteMetrics>();
        builder.Services.AddScoped<BattleRecorder>().AddScoped<VoteRecorder>().AddScoped<VoteReader>().AddScoped<BoardReader>().AddScoped<LedgerVerifier>();
        builder.Services.AddSingleton<LedgerBoundary>().AddGrpc();
        builder.Services.AddExceptionHandler<LedgerUnavailableHandler>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false); // answered by the status code pages
        return builder;
    }

    public static WebApplication UseArenaRatings(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapLeaderboard();
        app.MapGrpcService<RatingsService>();
        return app;
    }

    private static void AddLedger(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<LedgerContext>(
            ConnectionName,
            settings =>
            {
                settings.ConnectionString = settings.ConnectionString is { } given ? LedgerConnection.WithLimits(given) : null;
                settings.CommandTimeout ??= LedgerConnection.CommandSeconds;
                settings.DisableRetry = true; // ours below is shorter: a caller waits for it
            },
            options => options.UseNpgsql(npgsql =>
                npgsql.EnableRetryOnFailure(LedgerConnection.Retries, LedgerConnection.RetryPause, LedgerConnection.AlsoRetried)));
        builder.Services.AddOptions<SessionHashOptions>().BindConfiguration(SessionHashOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<SessionHashOptions>, SessionHashOptionsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SessionHasher>().AddSingleton<LedgerReadiness>().AddHostedService<LedgerMigrator>();
        builder.Services.AddHealthChecks().AddCheck<LedgerReadiness>("ledger-schema");
    }
}
