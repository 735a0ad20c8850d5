using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Projects of the solution.</summary>
public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name)
        where TProject : IProjectMetadata, new() => builder.AddProjectWith(name, new TProject());

    /// <summary>Adds a project by the path of its file, relative to the AppHost's folder.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, [ResourceName] string name, string projectPath) =>
        builder.AddProjectWith(name, new ProjectMetadata(Path.GetFullPath(projectPath, builder.AppHostDirectory)));

    /// <summary>Runs several instances, each with endpoints of its own; callers get the addresses of all.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<ProjectResource> AddProjectWith<TProject>(this IDistributedApplicationBuilder builder, string name, TProject project)
        where TProject : IProjectMetadata
    {
        var resource = builder.AddResource(new ProjectResource(name)).WithAnnotation(project);
        var environmentName = builder.Environment.EnvironmentName;
        resource.WithEnvironment("ASPNETCORE_ENVIRONMENT", environmentName).WithEnvironment("DOTNET_ENVIRONMENT", environmentName);
        resource.WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "simple").WithEnvironment("LOGGING__CONSOLE__FORMATTEROPTIONS__SINGLELINE", "true");
        var kestrel = KestrelEndpointsOf(project.ProjectPath, environmentName);
        foreach (var endpoint in kestrel.Values)
        {
            resource.WithAnnotation(endpoint);
        }

        return resource.WithEnvironment(context => context.AddListenAddresses(kestrel));
    }

    /// <summary>
    /// The endpoints that a project's own settings name. As in Aspire a single one of a scheme goes by the scheme. Their ports are for
    /// a project that is run alone: here each endpoint gets a free one.
    /// </summary>
    private static Dictionary<string, EndpointAnnotation> KestrelEndpointsOf(string projectPath, string environmentName)
    {
        var folder = Path.GetDirectoryName(projectPath)!;
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder, $"appsettings.{environmentName}.json"), optional: true)
            .Build();
        var defaultProtocols = settings["Kestrel:EndpointDefaults:Protocols"];
        return settings.GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endpoint => endpoint["Url"] is not null)
            .GroupBy(endpoint => endpoint["Url"]!.Split("://")[0], StringComparer.OrdinalIgnoreCase)
            .SelectMany(scheme => scheme.Select(endpoint => (endpoint.Key, Annotation: new EndpointAnnotation(
                ProtocolType.Tcp,
                uriScheme: scheme.Key,
                transport: (endpoint["Protocols"] ?? defaultProtocols) == "Http2" ? "http2" : "http",
                name: scheme.Count() == 1 ? scheme.Key : endpoint.Key))))
            .ToDictionary(endpoint => endpoint.Key, endpoint => endpoint.Annotation, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Tells the project where to listen: through its Kestrel settings if it has any, else by ASPNETCORE_URLS.</summary>
    private static void AddListenAddresses(this EnvironmentCallbackContext context, Dictionary<string, EndpointAnnotation> kestrel)
    {
        var endpoints = context.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.Protocol == ProtocolType.Tcp).ToList();
        if (kestrel.Count == 0)
        {
            var urls = endpoints.Where(endpoint => endpoint.UriScheme is "http" or "https").Select(context.ListenAddress).ToList();
            if (urls.Count > 0)
            {
                context.EnvironmentVariables.TryAdd("ASPNETCORE_URLS", new JoinedValues(urls, ";"));
            }

            return;
        }

        foreach (var endpoint in endpoints)
        {
            // The project's settings know an endpoint by their own name for it.
            var key = kestrel.FirstOrDefault(entry => ReferenceEquals(entry.Value, endpoint)).Key ?? endpoint.Name;
            context.EnvironmentVariables[$"Kestrel__Endpoints__{key}__Url"] = context.ListenAddress(endpoint);
            if (endpoint.Transport == "http2")
            {
                context.EnvironmentVariables[$"Kestrel__Endpoints__{key}__Protocols"] = "Http2";
            }
        }
    }

    private static ReferenceExpression ListenAddress(this EnvironmentCallbackContext context, EndpointAnnotation endpoint)
    {
        var reference = new EndpointReference((IResourceWithEndpoints)context.Resource, endpoint.Name);
        return ReferenceExpression.Create($"{endpoint.UriScheme}://{endpoint.TargetHost}:{reference.Property(EndpointProperty.TargetPort)}");
    }

    private sealed class JoinedValues(IReadOnlyList<ReferenceExpression> values, string separator) : IValueProvider
    {
        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => GetValueAsync(new(), cancellationToken);

        public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
        {
            var texts = new List<string?>();
            foreach (var value in values)
            {
                texts.Add(await value.GetValueAsync(context, cancellationToken));
            }

            return string.Join(separator, texts);
        }
    }
}
