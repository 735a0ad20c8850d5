using Arena.AppHost.Restarts;

namespace Arena.AppHost;

/// <summary>
/// The servers that answer for models: a vLLM node, an Ollama, and where there is neither, simulated ones that say so wherever a person
/// sees them.
/// </summary>
internal static class ArenaModels
{
    /// <summary>The nodes in the order in which they are tried.</summary>
    public static IReadOnlyList<ModelNode> AddArenaModels(this IDistributedApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration["Arena:Models"], "simulated", StringComparison.OrdinalIgnoreCase))
        {
            return builder.AddSimulatedNodes();
        }

        List<ModelNode> real = [.. new[] { builder.AddVllmNode(), builder.AddOllamaNode() }.OfType<ModelNode>()];
        return real.Count > 0 ? real : builder.AddSimulatedNodes();
    }

    /// <summary>A server that runs without us.</summary>
    public static ModelNode AddExternalNode(this IDistributedApplicationBuilder builder, string name, string driver, string address) =>
        new(driver, ReferenceExpression.Create($"{address}"), builder.AddExternalService(name, new Uri(address)).WithHttpHealthCheck(driver == "vllm" ? "/health" : "/api/tags"));

    private static IReadOnlyList<ModelNode> AddSimulatedNodes(this IDistributedApplicationBuilder builder) =>
        [builder.AddSimulatedNode(VllmNode.Name, "vllm"), builder.AddSimulatedNode(OllamaNode.Name, "ollama")];

    private static ModelNode AddSimulatedNode(this IDistributedApplicationBuilder builder, string name, string driver)
    {
        var node = builder.AddProject<Projects.Arena_ModelSimulator>(name)
            .WithFreePorts()
            .WithConfiguredTelemetry()
            .WithEnvironment("Simulator__Protocol", driver)
            .WithUrlForEndpoint("http", url => url.DisplayText = "simulated")
            .WithHttpHealthCheck("/health")
            .WithRestartPolicy();
        return new(driver, ReferenceExpression.Create($"{node.GetEndpoint("http")}"), node);
    }
}
