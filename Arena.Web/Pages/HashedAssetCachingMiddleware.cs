using Microsoft.Net.Http.Headers;

namespace Arena.Web.Pages;

/// <summary>
/// Files that only a bundle names (fonts) carry the hash of their content in their names, given by Vite; MapStaticAssets knows only
/// the fingerprints that it gave itself, and would have these asked for again on every page.
/// </summary>
internal sealed class HashedAssetCachingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/dist/assets", StringComparison.Ordinal))
        {
            context.Response.OnStarting(static state =>
            {
                var response = ((HttpContext)state).Response;
                if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
                }

                return Task.CompletedTask;
            }, context);
        }

        return next(context);
    }
}
