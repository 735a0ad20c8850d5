using Arena.Inference.Configuration;
using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Drivers.Providers;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Anthropic;

/// <summary>Anthropic's API. Its list of models has the shape of OpenAI's, as far as it is read here.</summary>
internal sealed class AnthropicDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics) : IUpstreamDriver
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.Anthropic, new("ANTHROPIC_API_KEY", new("https://api.anthropic.com")));

    public string Name => GenAi.Providers.Anthropic;

    public bool LoadsOnDemand => false;

    public bool IsOutside => true;

    public IChatClient CreateClient(Node node) => new AnthropicChatClient(http, node, metrics);

    public Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, healthPath: null, "/v1/models?limit=1000", DriverJson.Default.CompletionModelList, CompletionModels.Read, cancellationToken);

    public bool IsSameModel(string asked, string answered) => ProviderModelName.IsSame(asked, answered);
}
