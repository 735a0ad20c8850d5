using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Arena.AppHost;

/// <summary>The five services, and who needs whom.</summary>
internal static class ArenaServices
{
    private const string HealthPath = "/health";
    private const int DefaultPort = 8080;

    public static void AddArenaServices(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<IResourceWithConnectionString> ledger,
        IResourceBuilder<IResourceWithConnectionString> cache,
        IReadOnlyList<ModelNode> models)
    {
        var ratings = builder.AddService<Projects.Arena_Ratings>("ratings")
            .WithReference(ledger).WaitFor(ledger);

        var inference = builder.AddService<Projects.Arena_Inference>("inference")
            .WithNodes(models)
            .WithProviderKeys();

        var router = builder.AddService<Projects.Arena_Router>("router")
            .WithReference(cache, optional: true).WaitFor(cache)
            .WithReference(inference).WaitFor(inference);

        var web = builder.AddService<Projects.Arena_Web>("web")
            .WithReference(cache, optional: true).WaitFor(cache)
            .WithReference(router).WaitFor(router)
            .WithReference(inference).WaitFor(inference)
            .WithReference(ratings).WaitFor(ratings);

        var port = builder.Configuration.GetValue("Arena:Port", DefaultPort);
        builder.AddService<Projects.Arena_Gateway>("gateway")
            .WithEndpoint("http", endpoint => endpoint.Port = port)
            .WithExternalHttpEndpoints()
            .WithReference(web).WaitFor(web)
            .WithReference(inference).WaitFor(inference)
            .WithReference(ratings).WaitFor(ratings)
            .WithReference(router).WaitFor(router);
    }

    /// <summary>A service with its health check, in <c>Arena:Replicas:{name}</c> copies (default 1).</summary>
    private static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name)
            .WithFreePorts()
            .WithConfiguredTelemetry()
            .WithHttpHealthCheck(HealthPath)
            .WithReplicas(builder.Configuration.GetValue($"Arena:Replicas:{name}", 1));

    private static IResourceBuilder<ProjectResource> WithNodes(this IResourceBuilder<ProjectResource> inference, IReadOnlyList<ModelNode> nodes)
    {
        foreach (var (order, node) in nodes.Index())
        {
            var prefix = $"Inference__Nodes__{node.Name}";
            inference
                .WithEnvironment($"{prefix}__Driver", node.Driver)
                .WithEnvironment($"{prefix}__Url", node.Address)
                .WithEnvironment($"{prefix}__Order", order.ToString(CultureInfo.InvariantCulture));
            if (node.Resource.Resource is ProjectResource)
            {
                inference.WaitFor(node.Resource);
            }
        }

        return inference;
    }
}
