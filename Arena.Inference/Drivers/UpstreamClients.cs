using System.Runtime.CompilerServices;
using Arena.Inference.Caching;
using Arena.Inference.Configuration;
using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers;

/// <summary>One client for each node, with the layers around it.</summary>
internal sealed class UpstreamClients(
    NodeRegistry nodes, UpstreamDrivers drivers, AnswerCache cache, IOptions<InferenceOptions> options, TimeProvider time)
{
    /// <summary>A client goes with its node.</summary>
    private readonly ConditionalWeakTable<NodeState, IChatClient> _clients = [];

    /// <summary>The client of a node.</summary>
    /// <exception cref="KeyNotFoundException">There is no such node; a deployment cannot lead here.</exception>
    public IChatClient this[string node] => _clients.GetValue(
        nodes[node],
        state => new CachingChatClient(Create(state, drivers[state.Node.Driver], options.Value.Timeouts, time), cache, state));

    private static StreamTimeoutChatClient Create(NodeState state, IUpstreamDriver driver, TimeoutOptions timeouts, TimeProvider time) =>
        new StreamTimeoutChatClient(
            new ServedModelChatClient(driver.CreateClient(state.Node), driver, state), driver.LoadsOnDemand ? timeouts.FirstTokenAfterLoad : timeouts.FirstToken, timeouts.Idle, time);
}
