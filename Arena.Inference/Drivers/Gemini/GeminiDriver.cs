using Arena.Inference.Configuration;
using Arena.Inference.Drivers.Providers;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>The Gemini API.</summary>
internal sealed class GeminiDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics) : IUpstreamDriver
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.Gemini, new("GEMINI_API_KEY", new("https://generativelanguage.googleapis.com")));

    private const string ModelsPath = "/v1beta/models";
    private const string NamePrefix = "models/";

    public string Name => GenAi.Providers.Gemini;

    public bool LoadsOnDemand => false;

    public bool IsOutside => true;

    public IChatClient CreateClient(Node node) => new GeminiChatClient(http, node, Name, model => $"{ModelsPath}/{Uri.EscapeDataString(model)}", metrics);

    public Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, healthPath: null, $"{ModelsPath}?pageSize=1000", GeminiJson.Default.GeminiModelList, Read, cancellationToken);

    public bool IsSameModel(string asked, string answered) => ProviderModelName.IsSame(asked, answered);

    private static IEnumerable<DiscoveredModel> Read(GeminiModelList list) =>
        from model in list.Models ?? []
        where !string.IsNullOrWhiteSpace(model?.Name)
        let name = model.Name!.StartsWith(NamePrefix, StringComparison.Ordinal) ? model.Name[NamePrefix.Length..] : model.Name
        select new DiscoveredModel(name, model.DisplayName, Family: null, Simulated: false) { ContextLength = model.InputTokenLimit };
}
