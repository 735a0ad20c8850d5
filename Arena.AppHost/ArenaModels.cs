namespace Arena.AppHost;

/// <summary>
/// The servers that answer for models: a configured vLLM node, a reachable Ollama, and where there is neither, simulated ones that say
/// so wherever a person sees them.
/// </summary>
internal static class ArenaModels
{
    private const string GpuNode = "gpu-node";
    private const string Ollama = "ollama";

    /// <summary>The nodes in the order in which they are tried.</summary>
    public static IReadOnlyList<ModelNode> AddArenaModels(this IDistributedApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Arena");
        if (string.Equals(settings["Models"], "simulated", StringComparison.OrdinalIgnoreCase))
        {
            return builder.AddSimulatedNodes();
        }

        List<ModelNode> real = [];
        if (settings["Vllm:Url"] is { Length: > 0 } vllm)
        {
            real.Add(builder.AddNode(GpuNode, "vllm", vllm));
        }

        var ollama = settings["Ollama:Url"] ?? OllamaProbe.DefaultAddress;
        if (OllamaProbe.Answers(ollama))
        {
            real.Add(builder.AddNode(Ollama, "ollama", ollama));
        }

        return real.Count > 0 ? real : builder.AddSimulatedNodes();
    }

    private static ModelNode AddNode(this IDistributedApplicationBuilder builder, string name, string driver, string address) =>
        new(driver, ReferenceExpression.Create($"{address}"), builder.AddExternalService(name, new Uri(address)));

    private static IReadOnlyList<ModelNode> AddSimulatedNodes(this IDistributedApplicationBuilder builder) =>
        [builder.AddSimulatedNode(GpuNode, "vllm"), builder.AddSimulatedNode(Ollama, "ollama")];

    private static ModelNode AddSimulatedNode(this IDistributedApplicationBuilder builder, string name, string driver)
    {
        var node = builder.AddProject<Projects.Arena_ModelSimulator>(name)
            .WithFreePorts()
            .WithEnvironment("Simulator__Protocol", driver)
            .WithUrlForEndpoint("http", url => url.DisplayText = "simulated")
            .WithHttpHealthCheck("/health");
        return new(driver, ReferenceExpression.Create($"{node.GetEndpoint("http")}"), node);
    }
}
