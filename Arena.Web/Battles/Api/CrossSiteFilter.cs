namespace Arena.Web.Battles.Api;

/// <summary>
/// No page of another site changes anything in its visitor's name. Browsers say where a request comes from
/// (https://www.w3.org/TR/fetch-metadata/); other clients send no such header, and no cookie that they did not mean to send.
/// </summary>
internal sealed class CrossSiteFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsPost(request.Method) && string.Equals(request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase)
            ? Problems.CrossSite
            : await next(context);
    }
}
