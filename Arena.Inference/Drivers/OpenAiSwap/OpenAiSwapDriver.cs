using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.OpenAiSwap;

/// <summary>
/// A server that loads the model that a request names: llama-swap, or llama-server, alone or as a router. What it lists is what it
/// could load.
/// </summary>
internal sealed class OpenAiSwapDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics) : IUpstreamDriver
{
    private static readonly ChatCompletionsDialect Dialect = new(GenAi.Providers.OpenAiSwap, MaxCompletionTokens: false);

    public string Name => GenAi.Providers.OpenAiSwap;

    public bool LoadsOnDemand => true;

    public IChatClient CreateClient(Node node) => new ChatCompletionsClient(http, node, Dialect, metrics);

    public Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, "/health", "/v1/models", DriverJson.Default.CompletionModelList, CompletionModels.Read, cancellationToken);
}
