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
                    var own = Build(lists).ToDictionary(model => model.Id, StringComparer.Ordinal);
                    _models = Substitutes.Add(own, options.Value.Substitutes).ToFrozenDictionary(StringComparer.Ordinal);
                    _lists = lists;
                }

                return _models;
            }
        }
    }

    private IEnumerable<Model> Build(ImmutableArray<ImmutableArray<DiscoveredModel>> lists)
    {
        var listed = nodes.All.Zip(lists, (state, list) => list.Select(model => new Found(state.Node.Name, model))).SelectMany(all => all).ToList();
        var asked = options.Value.Models.ToDictionary(entry => entry.Value.Id ?? entry.Key, entry => entry.Value, StringComparer.Ordinal);
        var claimed = asked.Values
            .SelectMany(model => model.Deployments)
            .Where(deployment => string.IsNullOrEmpty(deployment.ServedModelId))
            .ToList();

        foreach (var (id, model) in asked.Where(entry => entry.Value.Deployments.Count > 0 || entry.Value.Disabled is not null))
        {
            var deployments = model.Deployments
                .Select(d => (Asked: d, Served: string.IsNullOrEmpty(d.ServedModelId) ? id : d.ServedModelId))
                .Select(d => new Deployment(d.Asked.Node, d.Asked.Model, d.Served, d.Asked.ContextLength) { Price = asked.GetValueOrDefault(d.Served)?.Price })
                .ToImmutableArray();
            yield return ModelDescription.Of(
                id, model, deployments, listed.Where(f => deployments.Any(d => d.Node == f.Node && f.Model.IsNamed(d.UpstreamModel))).Select(f => f.Model));
        }

        var free = Registering(listed).Where(f => !claimed.Exists(d => d.Node == f.Node && f.Model.IsNamed(d.Model)));
        foreach (var same in free.GroupBy(f => f.Model.Name, StringComparer.Ordinal))
        {
            var settings = asked.GetValueOrDefault(same.Key) ?? new();
            if (settings is { Deployments.Count: 0, Disabled: null })
            {
                yield return ModelDescription.Of(
                    same.Key, settings, [.. same.Select(f => new Deployment(f.Node, f.Model.Name, same.Key) { Price = settings.Price })], same.Select(f => f.Model));
            }
        }
    }

    /// <summary>
    /// What registers by itself: all that a node lists, or only what was named of it. A name that is not listed registers too, so that
    /// it is seen to be missing.
    /// </summary>
    private IEnumerable<Found> Registering(List<Found> listed)
    {
        foreach (var state in nodes.All)
        {
            var node = options.Value.Nodes[state.Node.Name];
            var here = listed.Where(f => f.Node == state.Node.Name);
            if (node.Models.Count == 0 && !node.ListsOnlyNamed)
            {
                foreach (var found in here)
                {
                    yield return found;
                }
            }

            foreach (var name in node.Models.Distinct(StringComparer.Ordinal))
            {
                var found = here.FirstOrDefault(f => f.Model.IsNamed(name))?.Model ?? new(name, DisplayName: null, Family: null, Simulated: false);
                yield return new(state.Node.Name, found with { Name = name });
            }
        }
    }

    private sealed record Found(string Node, DiscoveredModel Model);
}
