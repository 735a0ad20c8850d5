namespace Arena.Web;

/// <summary>The server side of the battles: what every host of Arena.Web (program, tests) registers and maps.</summary>
internal static class WebComposition
{
    public static TBuilder AddArenaWeb<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddProblemDetails();
        return builder;
    }

    public static WebApplication UseArenaWeb(this WebApplication app)
    {
        app.UseExceptionHandler().UseStatusCodePages();
        return app;
    }
}
