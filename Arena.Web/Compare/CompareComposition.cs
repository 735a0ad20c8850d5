using Arena.Web.Compare.Api;
using Arena.Web.Compare.Planning;
using Arena.Web.Compare.Ratings;
using Arena.Web.Compare.Runs;
using Arena.Web.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare;

/// <summary>Comparisons of named models (docs/compare.md).</summary>
internal static class CompareComposition
{
    private const int OtherFields = 64 * 1024;

    /// <summary>A character of a prompt, escaped in JSON.</summary>
    private const int EscapedByteLength = 6;

    public static void AddCompare(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CompareOptions>().BindConfiguration(CompareOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CompareOptions>, CompareOptionsValidator>();
        services.AddSingleton<ComparePlanner>().AddSingleton<CompareForm>().AddSingleton<CompareDesk>().AddSingleton<StarRatings>();
        services.AddSingleton<ComparisonLedger>().AddSingleton<ComparedAnswerReader>().AddSingleton<ComparisonWriter>().AddSingleton<ComparisonRunner>();
        services.AddSingleton<ComparisonRuns>().AddHostedService(provider => provider.GetRequiredService<ComparisonRuns>()).AddHostedService<ComparisonSweeper>();
    }

    public static void MapCompare(this WebApplication app)
    {
        var prompt = app.Services.GetRequiredService<IOptions<CompareOptions>>().Value.MaxPromptBytes * EscapedByteLength;
        var document = app.Services.GetRequiredService<IOptions<DocumentOptions>>().Value.MaxBytes;
        app.MapGroup("/api/compare").WithTags("Compare")
            .AddEndpointFilter<CompareProblemFilter>()
            .WithMetadata(new RequestSizeLimitAttribute(prompt + document + OtherFields))
            .MapCompareCalls()
            .MapCompareStream()
            .MapJudgements()
            .MapHistory()
            .MapStarRatings();
    }
}
