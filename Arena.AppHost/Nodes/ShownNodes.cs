using Microsoft.Extensions.DependencyInjection;

namespace Arena.AppHost.Nodes;

/// <summary>The nodes whose state is shown with their resources, and who knows it: all of it to who has the key.</summary>
internal sealed record ShownNodes(IReadOnlyList<ModelNode> Nodes, EndpointReference Inference, ParameterResource AdminKey);

internal static class ShownNodesExtensions
{
    /// <summary>Shows what the inference service tells of the nodes, and their models below them.</summary>
    public static void ShowNodes(this IDistributedApplicationBuilder builder, IReadOnlyList<ModelNode> nodes, IResourceBuilder<ProjectResource> inference, IResourceBuilder<ParameterResource> adminKey)
    {
        builder.Services.AddSingleton(new ShownNodes(nodes, inference.GetEndpoint("http"), adminKey.Resource));
        builder.Services.AddHostedService<NodePublisher>();
    }
}
