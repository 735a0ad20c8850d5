using Microsoft.Extensions.DependencyInjection;

namespace Arena.AppHost.Nodes;

/// <summary>The nodes whose state is shown with their resources, and who knows it.</summary>
internal sealed record ShownNodes(IReadOnlyList<ModelNode> Nodes, EndpointReference Inference);

internal static class ShownNodesExtensions
{
    /// <summary>Shows what the inference service tells of the nodes, and their models below them.</summary>
    public static void ShowNodes(this IDistributedApplicationBuilder builder, IReadOnlyList<ModelNode> nodes, IResourceBuilder<ProjectResource> inference)
    {
        builder.Services.AddSingleton(new ShownNodes(nodes, inference.GetEndpoint("http")));
        builder.Services.AddHostedService<NodePublisher>();
    }
}
