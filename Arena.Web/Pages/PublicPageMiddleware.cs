using System.Security.Cryptography;
using Arena.Web.Operations.Owners;
using Microsoft.Net.Http.Headers;

namespace Arena.Web.Pages;

/// <summary>Gives public pages a version, the hash of what they say, and answers 304 to who has it.</summary>
internal sealed class PublicPageMiddleware(RequestDelegate next)
{
    private const int HashLength = 16;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<PublicPageAttribute>() is null)
        {
            await next(context);
            return;
        }

        var response = context.Response;
        var body = response.Body;
        using var page = new MemoryStream();
        response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = body;
        }

        if (response.StatusCode is StatusCodes.Status200OK)
        {
            // Weak: the same page compressed is the same page.
            var version = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(page.ToArray()).AsSpan(0, HashLength))}\"", isWeak: true);
            response.Headers.ETag = version.ToString();
            response.Headers.CacheControl = context.Request.Cookies.ContainsKey(OwnerPass.Cookie) ? "private, no-cache" : "public, no-cache";
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie); // the theme is in one, and who is an owner
            if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(version, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        page.Position = 0;
        await page.CopyToAsync(body, context.RequestAborted);
    }
}
