using System.Diagnostics;
using Arena.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Arena.ServiceDefaults.Telemetry;

/// <summary>
/// Gives the server's span its name and the HTTP semantic conventions' attributes, which ASP.NET Core leaves to an instrumentation package.
/// </summary>
internal sealed class RequestSpanMiddleware(RequestDelegate next)
{
    /// <summary>Marks a probe's span for <see cref="ProbeSpanFilter"/>.</summary>
    public const string ProbeProperty = "arena.probe";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { } span)
        {
            await next(context);
            return;
        }

        if (ProbePaths.Contains(context.Request.Path.Value))
        {
            span.SetCustomProperty(ProbeProperty, ProbeProperty);
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag("error.type", exception.GetType().FullName);
            throw;
        }
        finally
        {
            Describe(span, context);
        }
    }

    private static void Describe(Activity span, HttpContext context)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        span.SetTag("url.scheme", context.Request.Scheme);
        span.SetTag("url.path", context.Request.Path.Value);
        if (route is not null)
        {
            span.SetTag("http.route", route);
        }

        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}

/// <summary>Puts <see cref="RequestSpanMiddleware"/> before everything else in every service.</summary>
internal sealed class RequestSpanFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<RequestSpanMiddleware>();
        next(app);
    };
}
