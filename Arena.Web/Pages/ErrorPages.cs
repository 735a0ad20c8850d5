using Arena.Web.Components;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Web.Pages;

/// <summary>The page for a request of a person that came to nothing, in the look of the others.</summary>
internal static class ErrorPages
{
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder pages) => pages
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = ShowAsync,
            StatusCodeSelector = StatusOf,
            AllowStatusCode404Response = true,
            // A page that was asked for what is not there is no fault of ours.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        })
        .UseStatusCodePages(context => ShowAsync(context.HttpContext));

    private static async Task ShowAsync(HttpContext context)
    {
        var services = context.RequestServices;
        // The page that failed may have used up what a scope has once (the navigation of its renderer).
        await using var scope = services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        // The names of assets hang on the endpoint of a page, and where nothing was found there is none.
        context.SetEndpoint(new Endpoint(requestDelegate: null, new(AssetsOf(services)), displayName: "error page"));
        try
        {
            await new RazorComponentResult<ErrorDocument>().ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    private static IEnumerable<ResourceAssetCollection> AssetsOf(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.Select(page => page.Metadata.GetMetadata<ResourceAssetCollection>())
            .OfType<ResourceAssetCollection>().Take(1);

    private static int StatusOf(Exception exception) => exception switch
    {
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded } => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };
}
