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
                var url = new ResourceUrlAnnotation { Url = replica.UriString };
                foreach (var annotation in resource.Annotations.OfType<EndpointUrlAnnotation>())
                {
                    if (string.Equals(annotation.EndpointName, endpoint.Name, StringComparison.OrdinalIgnoreCase))
                    {
                        annotation.Change(url);
                    }
                }

                yield return new(endpoint.Name, url.Url, IsInternal: !endpoint.IsExternal) { DisplayName = url.DisplayText ?? "" };
            }
        }

        foreach (var url in resource.Annotations.OfType<ResourceUrlAnnotation>())
        {
            yield return new(null, url.Url, IsInternal: false) { DisplayName = url.DisplayText ?? "" };
        }
    }
}
