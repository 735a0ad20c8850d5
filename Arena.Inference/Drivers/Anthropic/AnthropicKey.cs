using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Drivers.Anthropic;

/// <summary>Anthropic: the key in a header of its own, and the version of the protocol beside it.</summary>
internal sealed class AnthropicKey : IUpstreamKey
{
    private const string ProtocolVersion = "2023-06-01";

    public string Driver => GenAi.Providers.Anthropic;

    public ValueTask ApplyAsync(HttpRequestMessage request, Node node, CancellationToken cancellationToken)
    {
        request.Headers.Add("x-api-key", node.ApiKey);
        request.Headers.Add("anthropic-version", ProtocolVersion);
        return ValueTask.CompletedTask;
    }
}
