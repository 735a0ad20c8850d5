using Yarp.ReverseProxy.Forwarder;

namespace Arena.Gateway.Proxy;

/// <summary>
/// Goes on to the next replica when one could not be connected to, as just after it died and before a health check says so. Nothing is ever
/// sent twice: what did not connect did not send, and the request's body was not read.
/// </summary>
internal sealed class NextReplicaMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AvailableDestinations;
        while (true)
        {
            await next(context);

            untried = [.. untried.Where(destination => destination != proxy.ProxiedDestination)];
            if (untried.Count == 0 || context.Response.HasStarted || !CouldNotConnect(context))
            {
                return;
            }

            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.AvailableDestinations = untried;
        }
    }

    private static bool CouldNotConnect(HttpContext context) =>
        context.Features.Get<IForwarderErrorFeature>()?.Exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        };
}
