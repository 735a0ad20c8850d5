using System.Net.Mime;
using Arena.Web.Boards;
using Arena.Web.Campaigns;
using Arena.Web.Components;
using Arena.Web.Feedback;
using Arena.Web.Operations;
using Arena.Web.Operations.Owners;
using Arena.Web.Readings;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace Arena.Web.Pages;

/// <summary>The pages: Razor components, assets and the headers that protect them.</summary>
internal static class PagesComposition
{
    public static TBuilder AddArenaPages<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        // Also outside Development: an unpublished build finds its assets by their manifest, a published one has none and needs none.
        if (builder.Environment is IWebHostEnvironment environment)
        {
            StaticWebAssetsLoader.UseStaticWebAssets(environment, builder.Configuration);
        }

        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "arena-forgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        builder.Services.AddResponseCompression(options => options.MimeTypes = [MediaTypeNames.Text.Html]);
        builder.Services.AddSingleton<ReadingCache>().AddSingleton<OwnerPass>();
        builder.Services.AddArenaHttpClient<RatingsReader>("http://ratings");
        builder.Services.AddArenaHttpClient<RubricReader>("http://ratings");
        builder.Services.AddArenaHttpClient<CampaignReader>("http://ratings");
        builder.Services.AddArenaHttpClient<NodesReader>("http://inference");
        builder.Services.AddSingleton<NamedBattles>();
        return builder;
    }

    public static WebApplication UseArenaPages(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<HashedAssetCachingMiddleware>();
        app.UseWhen(IsPage, pages => pages.UseErrorPages().UseResponseCompression().UseMiddleware<PublicPageMiddleware>());
        app.UseAntiforgery();
        app.MapStaticAssets(AssetsManifest);
        app.MapTheme();
        app.MapOwners();
        app.MapRazorComponents<App>().WithStaticAssets(AssetsManifest);
        return app;
    }

    /// <summary>Beside the assembly: the program's own folder is another one when the AppHost hosts the service.</summary>
    private static string AssetsManifest =>
        Path.Combine(Path.GetDirectoryName(typeof(PagesComposition).Assembly.Location)!, "Arena.Web.staticwebassets.endpoints.json");

    /// <summary>People read pages; the API and the probes answer to programs.</summary>
    private static bool IsPage(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && !ProbePath(context.Request.Path);

    private static bool ProbePath(PathString path) => path == "/health" || path == "/alive";
}
