using System.Globalization;
using Yarp.ReverseProxy.Forwarder;

namespace Arena.Gateway.Proxy;

/// <summary>A service that cannot be reached is usually restarting: tells the client when to come back.</summary>
internal sealed class RetryAfterMiddleware(RequestDelegate next)
{
    private static readonly string Delay = 1.ToString(CultureInfo.InvariantCulture);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        if (context.Features.Get<IForwarderErrorFeature>() is not null && !context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = Delay;
        }
    }
}
