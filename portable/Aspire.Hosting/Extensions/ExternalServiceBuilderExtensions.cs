using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Services that are not part of the application.</summary>
public static class ExternalServiceBuilderExtensions
{
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, [ResourceName] string name, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? builder.AddExternalService(name, uri)
            : throw new ArgumentException($"The address '{url}' of the external service '{name}' is not an absolute http or https address.", nameof(url));

    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, [ResourceName] string name, Uri uri) =>
        builder.AddResource(new ExternalServiceResource(name, uri)).WithUrl(uri.ToString());

    /// <summary>Healthy while GET on the path is answered with the status code (default 200).</summary>
    public static IResourceBuilder<ExternalServiceResource> WithHttpHealthCheck(
        this IResourceBuilder<ExternalServiceResource> builder, string? path = null, int? statusCode = null)
    {
        var address = new Uri(builder.Resource.Uri!, path ?? "/");
        var status = statusCode ?? 200;
        return builder.WithAnnotation<HealthCheckAnnotation>(
            new HttpHealthCheckAnnotation($"{builder.Resource.Name}_external_{path ?? "/"}_{status}_check", _ => address, status));
    }
}
