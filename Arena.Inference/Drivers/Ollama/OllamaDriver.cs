using System.Collections.Immutable;
using Arena.Inference.Configuration;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>Ollama's native API. <c>/api/tags</c> lists what is installed, <c>/api/ps</c> what is loaded, <c>/api/show</c> what it can do.</summary>
internal sealed class OllamaDriver(
    UpstreamHttp http, NodeProbe probe, OllamaDescriptions descriptions, IOptions<InferenceOptions> options, InferenceMetrics metrics) : IUpstreamDriver
{
    /// <summary>How Arena.ModelSimulator marks its models in <c>details.format</c>; real ones have <c>gguf</c> there.</summary>
    private const string SimulatorFormat = "simulated";

    public string Name => GenAi.Providers.Ollama;

    public bool LoadsOnDemand => true;

    public IChatClient CreateClient(Node node) =>
        new OllamaChatClient(http, node, options.Value.Nodes.GetValueOrDefault(node.Name)?.KeepAlive, metrics);

    public async Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken)
    {
        var found = await probe.RunAsync(node, "/api/version", "/api/tags", DriverJson.Default.OllamaTags, Read, cancellationToken);
        if (found is not ProbeResult.Healthy healthy)
        {
            return found;
        }

        var described = await descriptions.AddAsync(node, healthy.Models, cancellationToken);
        var loaded = await probe.AskAsync(node, HttpMethod.Get, "/api/ps", content: null, DriverJson.Default.OllamaTags, cancellationToken);
        return new ProbeResult.Healthy(loaded is null ? described : [.. described.Select(model => WithState(model, loaded))]);
    }

    public bool IsSameModel(string asked, string answered) =>
        string.Equals(OllamaName.WithoutLatest(asked), OllamaName.WithoutLatest(answered), StringComparison.Ordinal);

    private static IEnumerable<DiscoveredModel> Read(OllamaTags tags) =>
        from tag in tags.Models ?? []
        where !string.IsNullOrWhiteSpace(tag?.Name)
        select new DiscoveredModel(
            OllamaName.WithoutLatest(tag.Name!), tag.DisplayName, tag.Details?.Family, tag.Details?.Format is SimulatorFormat)
        {
            Revision = tag.Digest,
            Tools = tag.Capabilities?.Contains(OllamaDescriptions.ToolCapability),
            Vision = tag.Capabilities?.Contains(OllamaDescriptions.VisionCapability),
        };

    /// <summary>The context of a loaded model is the one that it was loaded with, not the longest that it can have.</summary>
    private static DiscoveredModel WithState(DiscoveredModel model, OllamaTags loaded) =>
        loaded.Models?.FirstOrDefault(tag => tag?.Name is { } name && OllamaName.WithoutLatest(name) == model.Name) is { } tag
            ? model with { Loaded = true, VramBytes = tag.SizeVram, ContextLength = tag.ContextLength ?? model.ContextLength }
            : model with { Loaded = false };
}
