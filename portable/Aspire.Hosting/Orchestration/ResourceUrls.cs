using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The addresses to show with one replica of a resource.</summary>
internal static class ResourceUrls
{
    public static async Task<ImmutableArray<UrlSnapshot>> BuildAsync(
        IResource resource, int replica, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        List<ResourceUrlAnnotation> urls =
        [
            .. EndpointsOf(resource, replica),
            .. resource.Annotations.OfType<ResourceUrlAnnotation>().Select(url => new ResourceUrlAnnotation
            {
                Url = url.Url, DisplayText = url.DisplayText, DisplayOrder = url.DisplayOrder, DisplayLocation = url.DisplayLocation, Endpoint = url.Endpoint,
            }),
        ];
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return
        [
            .. urls.Select(url => new UrlSnapshot(url.Endpoint?.EndpointName, Absolute(url, replica), url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
            {
                DisplayProperties = new(url.DisplayText ?? "", url.DisplayOrder ?? 0),
            }),
        ];
    }

    private static IEnumerable<ResourceUrlAnnotation> EndpointsOf(IResource resource, int replica) => resource is not IResourceWithEndpoints owner ? []
        : owner.Annotations.OfType<EndpointAnnotation>()
            .Where(endpoint => replica < endpoint.Replicas.Length)
            .Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Replicas[replica].UriString, Endpoint = new(owner, endpoint.Name) });

    private static string Absolute(ResourceUrlAnnotation url, int replica) => url is { Endpoint: { } endpoint } && url.Url.StartsWith('/')
        ? new Uri(new Uri(endpoint.Allocated(replica).UriString), url.Url).ToString()
        : url.Url;
}
