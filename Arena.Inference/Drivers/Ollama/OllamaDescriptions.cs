using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Arena.Inference.Nodes;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>What <c>/api/show</c> says of models, asked once for each digest.</summary>
internal sealed class OllamaDescriptions(NodeProbe probe)
{
    public const string ToolCapability = "tools";
    public const string VisionCapability = "vision";

    private readonly ConcurrentDictionary<(string Node, string Model, string? Digest), OllamaDescription> _known = new();

    /// <summary>Adds what is known. A description that cannot be read is asked for again with the next probe.</summary>
    public async Task<ImmutableArray<DiscoveredModel>> AddAsync(
        Node node, ImmutableArray<DiscoveredModel> models, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(models.Select(async model => With(model, await DescribeAsync(node, model, cancellationToken))))];

    private async Task<OllamaDescription?> DescribeAsync(Node node, DiscoveredModel model, CancellationToken cancellationToken)
    {
        var key = (node.Name, model.Name, model.Revision);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        using var content = JsonContent.Create(new(model.Name), DriverJson.Default.OllamaShowRequest);
        if (await probe.AskAsync(node, HttpMethod.Post, "/api/show", content, DriverJson.Default.OllamaDescription, cancellationToken) is not { } description)
        {
            return null;
        }

        return _known[key] = description;
    }

    private static DiscoveredModel With(DiscoveredModel model, OllamaDescription? description) => description is null ? model : model with
    {
        ContextLength = ContextLengthOf(description.ModelInfo),
        Tools = model.Tools ?? description.Capabilities?.Contains(ToolCapability),
        Vision = model.Vision ?? description.Capabilities?.Contains(VisionCapability),
    };

    private static int? ContextLengthOf(IReadOnlyDictionary<string, JsonElement>? info) =>
        info is not null
        && info.TryGetValue("general.architecture", out var architecture) && architecture.ValueKind is JsonValueKind.String
        && info.TryGetValue($"{architecture.GetString()}.context_length", out var length) && length.ValueKind is JsonValueKind.Number
        && length.TryGetInt32(out var tokens) && tokens > 0
            ? tokens
            : null;
}
