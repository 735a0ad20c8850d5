using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Vllm;

/// <summary>vLLM's OpenAI-compatible server. <c>/health</c> says only that the process lives: 503 means a dead engine.</summary>
internal sealed class VllmDriver(UpstreamHttp http, NodeProbe probe, VllmAdapters adapters, InferenceMetrics metrics) : IUpstreamDriver
{
    private static readonly ChatCompletionsDialect Dialect = new(GenAi.Providers.Vllm);

    public string Name => GenAi.Providers.Vllm;

    public bool LoadsOnDemand => false;

    public IChatClient CreateClient(Node node) => new ChatCompletionsClient(http, node, Dialect, metrics);

    public async Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken)
    {
        var found = await AskAsync(node, cancellationToken);
        return found is ProbeResult.Healthy healthy && await adapters.EnsureAsync(node, healthy.Models, cancellationToken)
            ? await AskAsync(node, cancellationToken)
            : found;
    }

    private Task<ProbeResult> AskAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, "/health", "/v1/models", DriverJson.Default.CompletionModelList, CompletionModels.Read, cancellationToken);
}
