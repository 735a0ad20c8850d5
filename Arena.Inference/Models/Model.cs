using System.Collections.Immutable;
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
    SettingsOptions Settings);

/// <summary>One way to have a model answered.</summary>
/// <param name="Node">The name of the node.</param>
/// <param name="UpstreamModel">The name that the node knows the model by.</param>
/// <param name="ServedModelId">The public id of what answers; another than the model's own on a substitution.</param>
internal sealed record Deployment(string Node, string UpstreamModel, string ServedModelId)
{
    public string Id { get; } = $"{Node}/{UpstreamModel}";
}
