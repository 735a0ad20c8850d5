using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>Gemini: in a header, never in the address, which lands in logs.</summary>
internal sealed class GeminiKey : IUpstreamKey
{
    public string Driver => GenAi.Providers.Gemini;

    public ValueTask ApplyAsync(HttpRequestMessage request, Node node, CancellationToken cancellationToken)
    {
        request.Headers.Add("x-goog-api-key", node.ApiKey);
        return ValueTask.CompletedTask;
    }
}
