using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Arena.Inference.Configuration;

namespace Arena.Inference.Models;

/// <summary>A model as the arena knows it.</summary>
/// <param name="Id">The public id, the key of ratings.</param>
/// <param name="DisplayName">What people read; says so when the model is simulated.</param>
/// <param name="Family">Empty when nobody said.</param>
/// <param name="VariantGroup">Empty, or the name shared by models that count as one.</param>
/// <param name="Simulated">Answered by Arena.ModelSimulator.</param>
/// <param name="Deployments">In the order in which they are tried.</param>
/// <param name="Settings">Used where a request names none.</param>
internal sealed record Model(
    string Id,
    string DisplayName,
    string Family,
    string VariantGroup,
    bool Simulated,
    ImmutableArray<Deployment> Deployments,
    SettingsOptions Settings)
{
    /// <summary>Empty when nobody said.</summary>
    public string Version { get; init; } = "";

    public required Capabilities Capabilities { get; init; }

    public PriceOptions? Price { get; init; }

    /// <summary>Used where a request has no system message.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Answers only in blind battles.</summary>
    public bool BlindOnly { get; init; }

    /// <summary>Why the model cannot be used, though it was registered.</summary>
    public string? Disabled { get; init; }
}

/// <summary>What a model can do; null where nobody said.</summary>
/// <param name="ContextLength">Tokens of prompt and answer together.</param>
internal sealed record Capabilities(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Tools,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Vision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ContextLength);

/// <summary>One way to have a model answered.</summary>
/// <param name="Node">The name of the node.</param>
/// <param name="UpstreamModel">The name that the node knows the model by.</param>
/// <param name="ServedModelId">The public id of what answers; another than the model's own on a substitution.</param>
/// <param name="ContextLength">The context that the node is asked to give the model, in tokens; null: its own.</param>
internal sealed record Deployment(string Node, string UpstreamModel, string ServedModelId, int? ContextLength = null)
{
    public string Id { get; } = $"{Node}/{UpstreamModel}";

    /// <summary>Of what answers here.</summary>
    public PriceOptions? Price { get; init; }
}
