using System.Collections.Frozen;
using Arena.Inference.Swapping;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>The swap managers of the nodes whose memory is shared.</summary>
internal sealed class SwapManagers : IDisposable
{
    private readonly FrozenDictionary<string, SwapManager> _byNode;

    public SwapManagers(NodeRegistry nodes, Random random, TimeProvider time) => _byNode = nodes.All
        .Where(state => state.Node.Swap.IsManaged)
        .ToFrozenDictionary(
            state => state.Node.Name,
            state => new SwapManager(state, new(state.Node.Swap.Rules, EvictionPolicies.Find(state.Node.Swap.Eviction)!, random), time),
            StringComparer.Ordinal);

    public IEnumerable<SwapManager> All => _byNode.Values;

    /// <summary>Null when the node looks after its memory itself.</summary>
    public SwapManager? Find(string node) => _byNode.GetValueOrDefault(node);

    /// <summary>Who waits for a node that is down falls back; what failed while it was away is forgiven when it is back.</summary>
    public void NodeChanged(NodeSnapshot before, NodeSnapshot after)
    {
        if (before.Status == after.Status || Find(after.Node.Name) is not { } manager)
        {
            return;
        }

        if (after.Status is NodeStatus.Down)
        {
            manager.TurnAway($"node down: {after.Reason}");
        }
        else if (before.Status is NodeStatus.Down)
        {
            manager.Forgive();
        }
    }

    public void Dispose()
    {
        foreach (var manager in _byNode.Values)
        {
            manager.Dispose();
        }
    }
}
