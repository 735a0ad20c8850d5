using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Configuration;

/// <summary>A model on this node: its id and what was configured for it.</summary>
internal sealed record SimulatedModel(string Id, ModelOptions Options);

/// <summary>The models that this node serves, in the order of their ids.</summary>
internal sealed class ModelCatalog(IOptions<SimulatorOptions> options)
{
    public IReadOnlyList<SimulatedModel> Models { get; } =
    [
        .. options.Value.Models
            .Where(model => options.Value.ServedModels.Count == 0 || options.Value.ServedModels.Contains(model.Key))
            .Select(model => new SimulatedModel(model.Value.Id ?? model.Key, model.Value))
            .OrderBy(model => model.Id, StringComparer.Ordinal),
    ];
}
