using System.Collections.Frozen;
using System.Collections.Immutable;
using Arena.Inference.Configuration;
using Arena.Inference.Nodes;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Models;

/// <summary>
/// The models: what nodes report, merged by name, under what the configuration says. Made anew when a node's list changes.
/// </summary>
internal sealed class ModelCatalog(NodeRegistry nodes, IOptions<InferenceOptions> options)
{
    private readonly Lock _lock = new();
    private ImmutableArray<ImmutableArray<DiscoveredModel>> _lists;
    private FrozenDictionary<string, Model> _models = FrozenDictionary<string, Model>.Empty;

    /// <summary>The models by public id.</summary>
    public FrozenDictionary<string, Model> Models
    {
        get
        {
            ImmutableArray<ImmutableArray<DiscoveredModel>> lists = [.. nodes.All.Select(state => state.Current.Models)];
            lock (_lock)
            {
                // A list is replaced, never changed, so that equal arrays are the same array.
                if (_lists.IsDefault || !_lists.SequenceEqual(lists))
                {
                    _models = Build(lists).ToFrozenDictionary(model => model.Id, StringComparer.Ordinal);
                    _lists = lists;
                }

                return _models;
            }
        }
    }

    private IEnumerable<Model> Build(ImmutableArray<ImmutableArray<DiscoveredModel>> lists)
    {
        var found = nodes.All.Zip(lists, (state, list) => list.Select(model => (Node: state.Node.Name, Model: model))).SelectMany(all => all).ToList();
        var asked = options.Value.Models.ToDictionary(entry => entry.Value.Id ?? entry.Key, entry => entry.Value, StringComparer.Ordinal);
        var claimed = asked.Values
            .SelectMany(model => model.Deployments)
            .Where(deployment => string.IsNullOrEmpty(deployment.ServedModelId))
            .Select(deployment => (deployment.Node, deployment.Model))
            .ToHashSet();

        foreach (var (id, model) in asked.Where(entry => entry.Value.Deployments.Count > 0))
        {
            var deployments = model.Deployments
                .Select(d => new Deployment(d.Node, d.Model, string.IsNullOrEmpty(d.ServedModelId) ? id : d.ServedModelId))
                .ToImmutableArray();
            yield return Describe(id, model, deployments, found.Where(f => deployments.Any(d => d.Node == f.Node && d.UpstreamModel == f.Model.Name)));
        }

        foreach (var same in found.Where(f => !claimed.Contains((f.Node, f.Model.Name))).GroupBy(f => f.Model.Name, StringComparer.Ordinal))
        {
            var settings = asked.GetValueOrDefault(same.Key);
            if (settings is not { Deployments.Count: > 0 })
            {
                yield return Describe(same.Key, settings ?? new(), [.. same.Select(f => new Deployment(f.Node, f.Model.Name, same.Key))], same);
            }
        }
    }

    private static Model Describe(
        string id, ModelOptions asked, ImmutableArray<Deployment> deployments, IEnumerable<(string Node, DiscoveredModel Model)> found)
    {
        var reported = found.Select(f => f.Model).ToList();
        var simulated = reported.Exists(model => model.Simulated);
        return new(
            id,
            DisplayNames.For(id, asked.DisplayName ?? reported.Find(model => !string.IsNullOrWhiteSpace(model.DisplayName))?.DisplayName, simulated),
            asked.Family ?? reported.Find(model => model.Family is not null)?.Family ?? "",
            asked.VariantGroup ?? "",
            simulated,
            deployments,
            asked.Settings);
    }
}
