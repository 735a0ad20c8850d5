using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The addresses to show with a resource.</summary>
internal static class ResourceUrls
{
    public static IEnumerable<UrlSnapshot> Of(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            foreach (var replica in endpoint.Replicas)
            {
                yield return new(endpoint.Name, replica.UriString, IsInternal: !endpoint.IsExternal);
            }
        }

        foreach (var url in resource.Annotations.OfType<ResourceUrlAnnotation>())
        {
            yield return new(null, url.Url, IsInternal: false) { DisplayName = url.DisplayText ?? "" };
        }
    }
}
