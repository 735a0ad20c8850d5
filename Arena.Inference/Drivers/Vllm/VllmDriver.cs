using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Vllm;

/// <summary>vLLM's OpenAI-compatible server. <c>/health</c> says only that the process lives: 503 means a dead engine.</summary>
internal sealed class VllmDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics) : IUpstreamDriver
{
    /// <summary>How Arena.ModelSimulator marks its models in <c>owned_by</c>; real ones have <c>vllm</c> there.</summary>
    private const string SimulatorOwner = "arena-simulator";

    public string Name => GenAi.Providers.Vllm;

    public bool LoadsOnDemand => false;

    public IChatClient CreateClient(Node node) => new VllmChatClient(http, node, metrics);

    public Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, "/health", "/v1/models", DriverJson.Default.VllmModelList, Read, cancellationToken);

    private static IEnumerable<DiscoveredModel> Read(VllmModelList list) =>
        from model in list.Data ?? []
        where !string.IsNullOrWhiteSpace(model.Id)
        select new DiscoveredModel(model.Id!, model.DisplayName, Family: null, model.OwnedBy is SimulatorOwner);
}
