using System.Collections.Immutable;
using Arena.Inference.Configuration;
using Arena.Inference.Nodes;

namespace Arena.Inference.Models;

/// <summary>Joins what was asked of a model with what its nodes report.</summary>
internal static class ModelDescription
{
    public static Model Of(string id, ModelOptions asked, ImmutableArray<Deployment> deployments, IEnumerable<DiscoveredModel> found)
    {
        var reported = found.ToList();
        var simulated = reported.Exists(model => model.Simulated);
        return new(
            id,
            DisplayNames.For(id, asked.DisplayName ?? reported.Find(model => !string.IsNullOrWhiteSpace(model.DisplayName))?.DisplayName, simulated),
            asked.Family ?? reported.Find(model => model.Family is not null)?.Family ?? "",
            asked.VariantGroup ?? "",
            simulated,
            deployments,
            asked.Settings)
        {
            Version = asked.Version ?? "",
            Capabilities = new(
                asked.Capabilities.Tools ?? AllOf(reported.Select(model => model.Tools)),
                asked.Capabilities.Vision ?? AllOf(reported.Select(model => model.Vision)),
                asked.Capabilities.ContextLength ?? reported.Min(model => model.ContextLength)), // what fits wherever it is answered
            Price = asked.Price,
            SystemPrompt = asked.SystemPrompt,
            BlindOnly = asked.BlindOnly,
            Disabled = asked.Disabled,
        };
    }

    /// <summary>A capability counts when each node that says anything has it: the answer may come from any of them.</summary>
    private static bool? AllOf(IEnumerable<bool?> said)
    {
        var known = said.OfType<bool>().ToList();
        return known.Count == 0 ? null : known.TrueForAll(can => can);
    }
}
