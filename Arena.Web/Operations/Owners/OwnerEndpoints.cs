using Arena.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Operations.Owners;

/// <summary>Signing in and out as an owner, from a form with its token.</summary>
internal static class OwnerEndpoints
{
    public static IEndpointRouteBuilder MapOwners(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/owner/sign-in", SignIn).ExcludeFromDescription();
        routes.MapPost("/owner/sign-out", SignOut).ExcludeFromDescription();
        return routes;
    }

    private static RedirectHttpResult SignIn([FromForm] string? key, [FromForm] string? returnUrl, OwnerPass pass, HttpContext http)
    {
        if (!pass.IsKey(key ?? ""))
        {
            return TypedResults.LocalRedirect($"/owner?refused=true&returnUrl={Uri.EscapeDataString(LocalUrl.Of(returnUrl))}");
        }

        http.Response.Cookies.Append(OwnerPass.Cookie, pass.Issue(), new()
        {
            MaxAge = OwnerPass.Lifetime,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
            IsEssential = true,
        });
        return TypedResults.LocalRedirect(LocalUrl.Of(returnUrl));
    }

    private static RedirectHttpResult SignOut([FromForm] string? returnUrl, HttpResponse response)
    {
        response.Cookies.Delete(OwnerPass.Cookie);
        return TypedResults.LocalRedirect(LocalUrl.Of(returnUrl));
    }
}
