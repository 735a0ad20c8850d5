using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>
    /// Hands out the connection string as <c>ConnectionStrings__{name}</c>, and its parts as <c>{NAME}_{PROPERTY}</c>. An optional one
    /// that is missing is left out; otherwise the resource does not start.
    /// </summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        builder.WithRelationship(resource, KnownRelationshipTypes.Reference);
        return builder.WithEnvironment(async context =>
        {
            var value = await resource.GetConnectionStringAsync(context.CancellationToken);
            if (value is null)
            {
                if (!optional)
                {
                    throw new DistributedApplicationException($"The connection string of '{resource.Name}', which '{context.Resource.Name}' refers to, is missing.");
                }

                return;
            }

            context.EnvironmentVariables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] = value;
            foreach (var (property, expression) in resource.GetConnectionProperties())
            {
                context.EnvironmentVariables[$"{VariableName(name)}_{VariableName(property)}"] = expression;
            }
        });
    }

    /// <summary>Hands out the addresses of all endpoints, of every replica, for service discovery.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        builder.WithRelationship(resource, KnownRelationshipTypes.Reference);
        return builder.WithEnvironment(context =>
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                context.AddServiceEndpoint(resource.Name, endpoint);
            }
        });
    }

    /// <summary>Hands out the addresses of one endpoint, of every replica, for service discovery.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        builder.WithRelationship(endpointReference.Resource, KnownRelationshipTypes.Reference);
        return builder.WithEnvironment(context => context.AddServiceEndpoint(endpointReference.Resource.Name, endpointReference.EndpointAnnotation));
    }

    /// <summary>Hands out the address of a service that is not part of the application.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment
    {
        var (name, uri) = (externalService.Resource.Name, externalService.Resource.Uri!);
        builder.WithRelationship(externalService.Resource, KnownRelationshipTypes.Reference);
        return builder.WithEnvironment($"services__{name}__{uri.Scheme}__0", uri.ToString());
    }

    // Endpoints named http and https go by their scheme, others by their name.
    private static void AddServiceEndpoint(this EnvironmentCallbackContext context, string service, EndpointAnnotation endpoint)
    {
        var key = endpoint.Name is "http" or "https" ? endpoint.UriScheme : endpoint.Name;
        foreach (var (index, replica) in endpoint.Replicas.Index())
        {
            context.EnvironmentVariables[$"services__{service}__{key}__{index.ToString(CultureInfo.InvariantCulture)}"] = replica.UriString;
        }

        if (endpoint.AllocatedEndpoint is { } first)
        {
            context.EnvironmentVariables[$"{VariableName(service)}_{VariableName(endpoint.Name)}"] = first.UriString;
        }
    }

    private static string VariableName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}
