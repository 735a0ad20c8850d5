using System.Text.Json;
using Arena.Ratings.Analytics;
using Arena.Ratings.Battles;
using Arena.Ratings.Board;
using Arena.Ratings.Board.Api;
using Arena.Ratings.Campaigns;
using Arena.Ratings.Comparisons;
using Arena.Ratings.Documents;
using Arena.Ratings.Exports;
using Arena.Ratings.Grpc;
using Arena.Ratings.Imports;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Arena.Ratings.Ledger.Erasing;
using Arena.Ratings.Ledger.Checks;
using Arena.Ratings.Rubrics;
using Arena.Ratings.Telemetry;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Arena.Ratings;

/// <summary>The ledger of battles and votes, and what is computed from it.</summary>
internal static class RatingsComposition
{
    public const string ConnectionName = "ratings-db";

    public static TBuilder AddArenaRatings<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddLedger();
        builder.Services.AddOptions<EloOptions>().BindConfiguration(EloOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<EloOptions>, EloOptionsValidator>();
        builder.Services.AddOptions<VoteOptions>().BindConfiguration(VoteOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<VoteOptions>, VoteOptionsValidator>();
        builder.Services.AddSingleton<VoteMetrics>();
        builder.Services.AddSingleton<GroupCommit>().AddHostedService(services => services.GetRequiredService<GroupCommit>());
        builder.Services.AddScoped<BattleRecorder>().AddScoped<BattleReader>().AddScoped<VoteRecorder>().AddScoped<VoteReader>().AddScoped<EloBoard>().AddScoped<ModelDescriptions>();
        builder.Services.AddOptions<BoardOptions>().BindConfiguration(BoardOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<BoardOptions>, BoardOptionsValidator>();
        builder.Services.AddSingleton<BoardSignal>().AddSingleton<BoardMetrics>();
        builder.Services.AddSingleton<BoardWorker>().AddHostedService(services => services.GetRequiredService<BoardWorker>());
        builder.Services.AddScoped<ComparisonRecorder>().AddScoped<JudgementRecorder>().AddScoped<FailureRecorder>();
        builder.Services.AddScoped<ComparisonOpener>().AddScoped<ComparisonReader>().AddScoped<PickRecorder>().AddScoped<StarTimeline>();
        builder.Services.AddOptions<DocumentStoreOptions>().BindConfiguration(DocumentStoreOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<DocumentStoreOptions>, DocumentStoreOptionsValidator>();
        builder.Services.AddScoped<DocumentStore>();
        builder.Services.AddScoped<Exporter>().AddScoped<BattleImporter>().AddScoped<AnalyticsReader>();
        builder.AddRubrics();
        builder.Services.AddSingleton(Random.Shared);
        builder.Services.AddScoped<CampaignVotes>().AddScoped<CampaignProgress>().AddScoped<CampaignRecorder>().AddScoped<CampaignMapping>().AddScoped<PromptDesk>();
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
        app.MapLedgerAdmin();
        app.MapExports();
        app.MapAnalytics();
        app.MapRubrics();
        app.MapCampaigns();
        app.MapGrpcService<RatingsService>();
        app.MapGrpcService<ComparisonsService>();
        app.MapGrpcService<DocumentsService>();
        return app;
    }

    private static void AddRubrics(this IHostApplicationBuilder builder)
    {
        // What is misspelt within a list would silently be left out of it.
        builder.Services.AddOptions<RubricOptions>().BindConfiguration(RubricOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RubricOptions>, RubricOptionsValidator>().AddSingleton<IValidateOptions<RubricOptions>, RubricOptionsRules>();
        builder.Services.AddSingleton<RubricCatalog>().AddScoped<ScoreReader>().AddScoped<FeedbackRecorder>().AddScoped<JudgeQueue>();
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
        builder.Services.AddOptions<SealOptions>().BindConfiguration(SealOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<SealOptions>, SealOptionsValidator>();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        builder.Services.AddScoped<TextEraser>().AddScoped<LedgerVerifier>().AddHostedService<RetentionWorker>();
        builder.Services.AddSingleton<SealSignal>().AddSingleton<SealMetrics>();
        builder.Services.AddSingleton<LedgerSealer>().AddHostedService(services => services.GetRequiredService<LedgerSealer>());
    }
}
