using System.Collections.Frozen;
using System.Collections.Immutable;
using Arena.Inference.Configuration;
using Arena.Inference.Nodes;

namespace Arena.Inference.Models;

/// <summary>
/// The models: what nodes report, merged by name, under what the configuration says. Made anew when a node's list changes, or what is asked for.
/// </summary>
internal sealed class ModelCatalog(NodeRegistry nodes)
{
    private readonly Lock _lock = new();
    private NodeSet? _nodes;
    private ImmutableArray<ImmutableArray<DiscoveredModel>> _lists;
    private FrozenDictionary<string, Model> _models = FrozenDictionary<string, Model>.Empty;

    /// <summary>The models by public id.</summary>
    public FrozenDictionary<string, Model> Models
    {
        get
        {
            var set = nodes.Current;
            ImmutableArray<ImmutableArray<DiscoveredModel>> lists = [.. set.All.Select(state => state.Current.Models)];
            lock (_lock)
            {
                // A list is replaced, never changed, so that equal arrays are the same array.
                if (!ReferenceEquals(_nodes, set) || !_lists.SequenceEqual(lists))
                {
                    var own = Build(set, lists).ToDictionary(model => model.Id, StringComparer.Ordinal);
                    _models = Substitutes.Add(own, set.Options.Substitutes).ToFrozenDictionary(StringComparer.Ordinal);
                    (_nodes, _lists) = (set, lists);
                }

                return _models;
            }
        }
    }

    private static IEnumerable<Model> Build(NodeSet nodes, ImmutableArray<ImmutableArray<DiscoveredModel>> lists)
    {
        var listed = nodes.All.Zip(lists, (state, list) => list.Select(model => new Found(state.Node.Name, model))).SelectMany(all => all).ToList();
        var asked = nodes.Options.Models.ToDictionary(entry => entry.Value.Id ?? entry.Key, entry => entry.Value, StringComparer.Ordinal);
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
            yield return Described(
                nodes, id, model, deployments, listed.Where(f => deployments.Any(d => d.Node == f.Node && f.Model.IsNamed(d.UpstreamModel))).Select(f => f.Model));
        }

        var free = Registering(nodes, listed).Where(f => !claimed.Exists(d => d.Node == f.Node && f.Model.IsNamed(d.Model)));
        foreach (var same in free.GroupBy(f => f.Model.Name, StringComparer.Ordinal))
        {
            var settings = asked.GetValueOrDefault(same.Key) ?? new();
            if (settings is { Deployments.Count: 0, Disabled: null })
            {
                yield return Described(
                    nodes, same.Key, settings, [.. same.Select(f => new Deployment(f.Node, f.Model.Name, same.Key) { Price = settings.Price })], same.Select(f => f.Model));
            }
        }
    }

    /// <summary>A model that only nodes without a key could answer for is out of use for their reason.</summary>
    private static Model Described(NodeSet nodes, string id, ModelOptions asked, ImmutableArray<Deployment> deployments, IEnumerable<DiscoveredModel> found)
    {
        var model = ModelDescription.Of(id, asked, deployments, found);
        var reasons = deployments.Select(deployment => nodes.ByName[deployment.Node].Node.Disabled).Distinct(StringComparer.Ordinal).ToList();
        return reasons.Count > 0 && reasons.TrueForAll(reason => reason is not null) ? model with { Disabled = model.Disabled ?? string.Join(", ", reasons) } : model;
    }

    /// <summary>
    /// What registers by itself: all that a node lists, or only what was named of it. A name that is not listed registers too, so that
    /// it is seen to be missing.
    /// </summary>
    private static IEnumerable<Found> Registering(NodeSet nodes, List<Found> listed)
    {
        foreach (var state in nodes.All)
        {
            var node = nodes.Options.Nodes[state.Node.Name];
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
