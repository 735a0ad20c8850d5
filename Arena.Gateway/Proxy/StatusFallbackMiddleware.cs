using Yarp.ReverseProxy.Forwarder;

namespace Arena.Gateway.Proxy;

/// <summary>
/// <c>GET /api/arena/status</c> answers 200 as long as the gateway lives: when the web service does not answer, the gateway says so itself.
/// </summary>
internal sealed class StatusFallbackMiddleware(RequestDelegate next)
{
    private static readonly PathString StatusPath = "/api/arena/status";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        if (context.Request.Path != StatusPath || context.RequestAborted.IsCancellationRequested || context.Response.HasStarted
            || (context.Features.Get<IForwarderErrorFeature>() is null && context.Response.StatusCode < StatusCodes.Status500InternalServerError))
        {
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(
            new
            {
                available = false,
                total_models = 0,
                active_models = Array.Empty<string>(),
                active_battles = 0,
                backends = new Dictionary<string, string> { ["gateway"] = "healthy", ["web"] = "unavailable" },
            },
            context.RequestAborted);
    }
}
