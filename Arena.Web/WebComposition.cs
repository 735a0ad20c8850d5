using Arena.Web.Battles;

namespace Arena.Web;

/// <summary>The server side of Arena.Web: what every host of it (program, tests) registers and maps.</summary>
internal static class WebComposition
{
    public static TBuilder AddArenaWeb<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.AddServiceDefaults();
        builder.AddBattles();
        return builder;
    }

    public static WebApplication UseArenaWeb(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal),
            api => api.UseExceptionHandler().UseStatusCodePages());
        app.MapBattles();
        app.MapDefaultEndpoints();
        return app;
    }
}
