using System.Globalization;
using Arena.AppHost.Commands;
using Arena.AppHost.Input;
using Arena.AppHost.Nodes;
using Arena.AppHost.Restarts;
using Microsoft.Extensions.Configuration;

namespace Arena.AppHost;

/// <summary>The five services, and who needs whom.</summary>
internal static class ArenaServices
{
    public const int DefaultPort = 8080;

    private const string HealthPath = "/health";

    public static void AddArenaServices(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<IResourceWithConnectionString> ledger,
        IResourceBuilder<IResourceWithConnectionString> cache,
        IReadOnlyList<ModelNode> models)
    {
        var adminKey = builder.AddAdminKey();

        var ratings = builder.AddService<Projects.Arena_Ratings>("ratings")
            .WithReference(ledger).WaitFor(ledger)
            .WithAdminKey(adminKey)
            .WithRatingsCommands(adminKey);

        var inference = builder.AddService<Projects.Arena_Inference>("inference")
            .WithReference(cache, optional: true).WaitFor(cache)
            .WithNodes(models)
            .WithProviderKeys()
            .WithApiEndpoints()
            .WithAdminKey(adminKey);
        builder.ShowNodes(models, inference, adminKey);
        inference.WithNodeCommands(models, adminKey);

        var router = builder.AddService<Projects.Arena_Router>("router")
            .WithReference(cache, optional: true).WaitFor(cache)
            .WithReference(inference).WaitFor(inference)
            .WithReference(ratings);

        var web = builder.AddService<Projects.Arena_Web>("web")
            .WithReference(cache, optional: true).WaitFor(cache)
            .WithReference(router).WaitFor(router)
            .WithReference(inference).WaitFor(inference)
            .WithReference(ratings).WaitFor(ratings)
            .WithAdminKey(adminKey);

        var port = ConfiguredAddress.Port(builder.Configuration, "Arena:Port", DefaultPort);
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
            .WithUrlForEndpoint("grpc", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithReplicas(Replicas(builder.Configuration, name))
            .WithRestartPolicy();

    private static int Replicas(ConfigurationManager configuration, string name)
    {
        var replicas = configuration.GetValue($"Arena:Replicas:{name}", 1);
        return replicas >= 1 ? replicas : throw new DistributedApplicationException($"Arena:Replicas:{name} is {replicas}; at least 1 runs.");
    }

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
