using Arena.Inference.Configuration;
using Arena.Inference.Drivers.Gemini.Credentials;
using Arena.Inference.Drivers.Providers;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>
/// Gemini models on Vertex AI, Google's own and fine-tuned ones. It has no list of models worth asking for: a probe only sees whether
/// there is a token.
/// </summary>
internal sealed class VertexDriver(UpstreamHttp http, NodeProbe probe, GoogleTokens tokens, InferenceMetrics metrics) : IUpstreamDriver
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.Vertex, new(DefaultCredentials.FileVariable, Url: null));

    public string Name => GenAi.Providers.Vertex;

    public bool LoadsOnDemand => false;

    public bool IsOutside => true;

    public IChatClient CreateClient(Node node) => new GeminiChatClient(http, node, Name, model => PathOf(node, model), metrics);

    public async Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken)
    {
        if (node.Disabled is { } reason)
        {
            return new ProbeResult.Failed(reason);
        }

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

    /// <summary>Endpoints can be looked up; Google's own models only by whoever may list publishers.</summary>
    public Task<string?> FindFaultAsync(Node node, string model, CancellationToken cancellationToken) => VertexName.IsEndpoint(model)
        ? probe.FindFaultAsync(node, PathOf(node, model), cancellationToken)
        : Task.FromResult<string?>(null);

    public bool IsSameModel(string asked, string answered) => VertexName.IsEndpoint(asked) || ProviderModelName.IsSame(asked, answered);

    private static string PathOf(Node node, string model) => VertexName.PathOf(model, node.Google!);
}
