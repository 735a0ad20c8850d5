using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>Ollama's native API. <c>/api/tags</c> lists what is installed, not what is loaded.</summary>
internal sealed class OllamaDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics) : IUpstreamDriver
{
    /// <summary>How Arena.ModelSimulator marks its models in <c>details.format</c>; real ones have <c>gguf</c> there.</summary>
    private const string SimulatorFormat = "simulated";

    public string Name => GenAi.Providers.Ollama;

    public bool LoadsOnDemand => true;

    public IChatClient CreateClient(Node node) => new OllamaChatClient(http, node, metrics);

    public Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, "/api/version", "/api/tags", DriverJson.Default.OllamaTags, Read, cancellationToken);

    private static IEnumerable<DiscoveredModel> Read(OllamaTags tags) =>
        from tag in tags.Models ?? []
        where !string.IsNullOrWhiteSpace(tag.Name)
        select new DiscoveredModel(
            OllamaName.WithoutLatest(tag.Name!), tag.DisplayName, tag.Details?.Family, tag.Details?.Format is SimulatorFormat);
}
