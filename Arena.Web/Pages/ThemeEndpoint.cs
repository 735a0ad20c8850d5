using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Pages;

/// <summary>The theme switch of a reader without script; with script the page sets the same cookie by itself.</summary>
internal static class ThemeEndpoint
{
    public static IEndpointRouteBuilder MapTheme(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/theme", Choose).ExcludeFromDescription();
        return routes;
    }

    private static RedirectHttpResult Choose([FromForm] string? theme, [FromForm] string? returnUrl, HttpResponse response)
    {
        response.Cookies.Append(Theme.Cookie, Theme.Parse(theme), new()
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
        });
        return TypedResults.LocalRedirect(LocalUrl.Of(returnUrl));
    }
}
