namespace Arena.Web.Pages;

/// <summary>The pages: Razor components, assets and the headers that protect them.</summary>
internal static class PagesComposition
{
    public static TBuilder AddArenaPages<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder => builder;

    public static WebApplication UseArenaPages(this WebApplication app) => app;
}
