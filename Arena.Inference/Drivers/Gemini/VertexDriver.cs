using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>
/// Gemini models on Vertex AI. It has no list of models worth asking for: a probe only sees whether there is a token.
/// </summary>
internal sealed class VertexDriver(UpstreamHttp http, GoogleTokens tokens, IOptions<InferenceOptions> options, InferenceMetrics metrics) : IUpstreamDriver
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.Vertex, new("GOOGLE_APPLICATION_CREDENTIALS", Url: null));

    public string Name => GenAi.Providers.Vertex;

    public bool LoadsOnDemand => false;

    public bool IsOutside => true;

    public IChatClient CreateClient(Node node)
    {
        var asked = options.Value.Nodes[node.Name];
        return new GeminiChatClient(
            http, node, Name, $"/v1/projects/{asked.Project}/locations/{asked.Region}/publishers/google/models", metrics);
    }

    public async Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken)
    {
        try
        {
            await tokens.GetAsync(node, cancellationToken);
            return new ProbeResult.WithoutModels("");
        }
        catch (UpstreamFaultException fault)
        {
            return new ProbeResult.Failed(fault.Message);
        }
    }

    public bool IsSameModel(string asked, string answered) => Providers.ProviderModelName.IsSame(asked, answered);
}
