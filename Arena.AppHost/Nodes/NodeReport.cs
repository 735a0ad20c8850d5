using System.Collections.Immutable;
using System.Text.Json;

namespace Arena.AppHost.Nodes;

/// <summary>What the inference service tells of a node: facts to show as they are, and the models it serves.</summary>
/// <param name="Name">As it is configured.</param>
/// <param name="IsUp">Whether it can answer.</param>
/// <param name="Facts">Label and value, in the order of the answer.</param>
internal sealed record NodeReport(string Name, bool IsUp, ImmutableArray<(string Label, object Value)> Facts, ImmutableArray<ServedModel> Models)
{
    /// <summary>Shown otherwise, or times that change with every look.</summary>
    private static readonly string[] NotShown = ["name", "models", "models_as_of", "probed_at"];

    /// <summary>
    /// Reads the answer to <c>GET /api/nodes</c>: <c>{"nodes":[{"name":"gpu-node","driver":"vllm","state":"up","models":["a","b"], …}]}</c>.
    /// Fields that this version does not know are shown by their names; a model is a name, or an object with a name and a state.
    /// </summary>
    public static ImmutableArray<NodeReport> ReadAll(JsonElement answer) =>
        answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty("nodes", out var nodes) && nodes.ValueKind is JsonValueKind.Array
            ? [.. nodes.EnumerateArray().Select(Read).OfType<NodeReport>()]
            : [];

    private static NodeReport? Read(JsonElement node) => node.ValueKind is not JsonValueKind.Object || Text(node, "name") is not { } name ? null : new(
        name,
        Text(node, "state") is "up",
        [.. from field in node.EnumerateObject()
            where !NotShown.Contains(field.Name, StringComparer.Ordinal)
            let value = ValueOf(field.Value)
            where value is not null
            select (LabelOf(field.Name), value)],
        node.TryGetProperty("models", out var models) && models.ValueKind is JsonValueKind.Array ? [.. models.EnumerateArray().Select(ModelOf).OfType<ServedModel>()] : []);

    private static ServedModel? ModelOf(JsonElement model) => model.ValueKind switch
    {
        JsonValueKind.String => new(model.GetString()!, State: null),
        JsonValueKind.Object when (Text(model, "name") ?? Text(model, "id")) is { } name => new(name, Text(model, "state")),
        _ => null,
    };

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) && value.GetArrayLength() > 0 =>
            string.Join(", ", value.EnumerateArray().Select(item => item.GetString())),
        _ => null,
    };

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary><c>vram_used_mib</c> → <c>VRAM used MiB</c>.</summary>
    private static string LabelOf(string field)
    {
        var label = string.Join(' ', field.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "vram" => "VRAM",
            "mib" => "MiB",
            _ => word,
        }));
        return label.Length == 0 ? field : $"{char.ToUpperInvariant(label[0])}{label[1..]}";
    }
}

/// <summary>A model of a node, with its state if the node has states for models.</summary>
internal sealed record ServedModel(string Name, string? State);
