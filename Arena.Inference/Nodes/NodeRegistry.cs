using System.Collections.Frozen;
using System.Collections.Immutable;
using Arena.Inference.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Nodes;

/// <summary>All nodes, in the order in which they are tried.</summary>
internal sealed class NodeRegistry
{
    private readonly FrozenDictionary<string, NodeState> _byName;

    public NodeRegistry(IOptions<InferenceOptions> options, TimeProvider time)
    {
        All =
        [
            .. options.Value.Nodes
                .Select(entry => new Node(entry.Key, entry.Value.Driver, entry.Value.Url!, entry.Value.Order, entry.Value.ApiKey) { Swap = entry.Value.Swap })
                .OrderBy(node => node.Order).ThenBy(node => node.Name, StringComparer.Ordinal)
                .Select(node => new NodeState(node, options.Value.Probes.MissesBeforeDown, time)),
        ];
        _byName = All.ToFrozenDictionary(state => state.Node.Name, StringComparer.Ordinal);
        FirstProbes = Task.WhenAll(All.Select(state => state.Probed));
    }

    public ImmutableArray<NodeState> All { get; }

    /// <summary>Done when each node was probed once: only then is it known which models there are.</summary>
    public Task FirstProbes { get; }

    /// <summary>The node with that name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such node; validated configuration cannot lead here.</exception>
    public NodeState this[string name] => _byName[name];

    /// <summary>Null when there is no such node.</summary>
    public NodeState? Find(string name) => _byName.GetValueOrDefault(name);
}
