using System.Collections.Frozen;
using System.Collections.Immutable;
using Arena.Inference.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Nodes;

/// <summary>All nodes, in the order in which they are tried. Nodes may come and go with what is asked for; one that stays keeps its state.</summary>
internal sealed class NodeRegistry
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private volatile NodeSet _current;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NodeRegistry(IOptions<InferenceOptions> options, TimeProvider time)
    {
        _time = time;
        _current = NodeSet.Of(options.Value, before: null, time);
    }

    public ImmutableArray<NodeState> All => _current.All;

    /// <summary>The nodes together with what was asked for when they were made.</summary>
    public NodeSet Current => _current;

    /// <summary>Done when each node was probed once: only then is it known which models there are.</summary>
    public Task FirstProbes => _current.FirstProbes;

    /// <summary>Done when other nodes are in force than those of <paramref name="known"/>.</summary>
    public Task ChangedAsync(NodeSet known)
    {
        lock (_lock)
        {
            return ReferenceEquals(known, _current) ? _changed.Task : Task.CompletedTask;
        }
    }

    /// <summary>The node with that name; one that is gone while a request still uses it is found too.</summary>
    /// <exception cref="KeyNotFoundException">There never was such a node; validated configuration cannot lead here.</exception>
    public NodeState this[string name] => _current.ByName[name];

    /// <summary>Null when there is no such node.</summary>
    public NodeState? Find(string name) => _current.ByName.GetValueOrDefault(name) is { } state && _current.All.Contains(state) ? state : null;

    /// <summary>Puts other nodes in force.</summary>
    public void Apply(InferenceOptions options)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _current = NodeSet.Of(options, _current, _time);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }
}

/// <summary>Nodes that are in force together. Immutable; another set takes its place.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="All">In the order in which they are tried.</param>
/// <param name="ByName">Also those that have gone: requests that were under way end in peace.</param>
internal sealed record NodeSet(InferenceOptions Options, ImmutableArray<NodeState> All, FrozenDictionary<string, NodeState> ByName)
{
    public Task FirstProbes { get; } = Task.WhenAll(All.Select(state => state.Probed));

    public static NodeSet Of(InferenceOptions options, NodeSet? before, TimeProvider time)
    {
        ImmutableArray<NodeState> all =
        [
            .. options.Nodes
                .Select(entry => Node.Of(entry.Key, entry.Value))
                .OrderBy(node => node.Order).ThenBy(node => node.Name, StringComparer.Ordinal)
                .Select(node => before?.All.FirstOrDefault(state => IsSame(state.Node, node)) ?? new(node, options.Probes.MissesBeforeDown, time)),
        ];
        var gone = before?.ByName.Values.Where(state => !all.Any(now => now.Node.Name == state.Node.Name)) ?? [];
        return new(options, all, all.Concat(gone).ToFrozenDictionary(state => state.Node.Name, StringComparer.Ordinal));
    }

    /// <summary>Swapping is no part of it: only configured nodes share their memory, and those stay.</summary>
    private static bool IsSame(Node before, Node now) => before == now with { Swap = before.Swap };
}
