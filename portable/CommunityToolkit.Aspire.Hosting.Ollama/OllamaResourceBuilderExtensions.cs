using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Ollama servers and their models.</summary>
public static class OllamaResourceBuilderExtensions
{
    private const int OllamaPort = 11434;

    /// <summary>Adds a server in a container, on the Docker or Podman of this machine.</summary>
    public static IResourceBuilder<OllamaResource> AddOllama(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddResource(new OllamaResource(name))
            .WithImage("ollama/ollama", "latest")
            .WithHttpEndpoint(port: port, targetPort: OllamaPort, name: IOllamaResource.EndpointName)
            .WithHttpHealthCheck("/");

    /// <summary>Adds the <c>ollama</c> on PATH. It keeps its models where it always does.</summary>
    public static IResourceBuilder<OllamaExecutableResource> AddOllamaLocal(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, int? targetPort = null)
    {
        var resource = new OllamaExecutableResource(name);
        return builder.AddResource(resource)
            .WithArgs("serve")
            .WithHttpEndpoint(port: port, targetPort: targetPort ?? OllamaPort, name: IOllamaResource.EndpointName)
            .WithHttpHealthCheck("/")
            .WithEnvironment("OLLAMA_HOST", ReferenceExpression.Create($"{resource.PrimaryEndpoint}"));
    }

    /// <summary>Keeps the models when the container ends.</summary>
    public static IResourceBuilder<OllamaResource> WithDataVolume(
        this IResourceBuilder<OllamaResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name ?? $"{builder.Resource.Name}-models", "/root/.ollama", isReadOnly);

    public static IResourceBuilder<OllamaResource> WithGPUSupport(this IResourceBuilder<OllamaResource> builder) =>
        builder.WithContainerRuntimeArgs("--gpus", "all");

    /// <summary>Pulls a model when the server answers. The resource is named after server and model, without the model's tag.</summary>
    public static IResourceBuilder<OllamaModelResource> AddModel(this IResourceBuilder<IOllamaResource> builder, string modelName)
    {
        var shortName = modelName.Split(':')[0].Split('/')[^1].Replace('.', '-');
        return builder.AddModel($"{builder.Resource.Name}-{shortName}", modelName);
    }

    /// <summary>Pulls a model when the server answers.</summary>
    public static IResourceBuilder<OllamaModelResource> AddModel(
        this IResourceBuilder<IOllamaResource> builder, [ResourceName] string name, string modelName)
    {
        builder.Resource.AddModel(modelName);
        var model = new OllamaModelResource(name, modelName, builder.Resource);
        var check = $"{name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().AddCheck(check, new OllamaModelHealthCheck(model));
        builder.OnResourceReady((_, ready, cancellationToken) => OllamaModelPull.RunAsync(model, ready.Services, cancellationToken));
        return builder.ApplicationBuilder.AddResource(model).WithParentRelationship(builder).WithHealthCheck(check);
    }
}
