using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Healthy while the health check that is registered under the key says so.</summary>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource => builder.WithAnnotation(new HealthCheckAnnotation(key));

    /// <summary>Healthy while GET on the path (default <c>/</c>) is answered with the status code (default 200).</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var (route, status) = (path ?? "/", statusCode ?? 200);
        var endpoint = endpointName is null ? builder.HttpEndpoint("a health check") : builder.GetEndpoint(endpointName);
        return builder.WithAnnotation<HealthCheckAnnotation>(new HttpHealthCheckAnnotation(
            $"{builder.Resource.Name}_{endpoint.EndpointName}_{route}_{status}_check", replica => new Uri(new Uri(endpoint.Allocated(replica).UriString), route), status));
    }
}
