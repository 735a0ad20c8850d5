using Arena.Inference.Configuration;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Swapping;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Admin;

/// <summary>What an operator does to a node. Each returns when it is done; why it is not done is a <see cref="NodeRefusedException"/>.</summary>
internal sealed class NodeOperations(
    SwapManagers swaps, ModelCatalog catalog, IEnumerable<INodeLifecycle> lifecycles, ModelLoader loader, IOptions<InferenceOptions> options,
    TimeProvider time)
{
    /// <summary>Has the model in memory. At once: others have to give way as soon as they are idle; else in its turn.</summary>
    public async Task LoadAsync(NodeState state, string? model, bool atOnce, CancellationToken cancellationToken)
    {
        var name = UpstreamName(state, model);
        if (state.Current.Status is NodeStatus.Down)
        {
            throw new NodeRefusedException($"The node is down: {state.Current.Reason}");
        }

        try
        {
            if (swaps.Find(state.Node.Name) is { } manager)
            {
                using var lease = await manager.AcquireAsync(
                    new(name, SwapOrigin.Operator, Group: null, [], Urgent: atOnce), static (_, _) => Task.CompletedTask, cancellationToken);
            }
            else
            {
                await LoadUnmanagedAsync(state.Node, name, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is SwapRejectedException or LifecycleException)
        {
            throw new NodeRefusedException($"'{name}' is not loaded: {exception.Message}");
        }
    }

    /// <summary>No new requests; returns when none is under way.</summary>
    public async Task DrainAsync(NodeState state, CancellationToken cancellationToken)
    {
        StopRouting(state, NodeRouting.Draining, "the node is being drained");
        try
        {
            await state.Traffic.IdleAsync().WaitAsync(options.Value.DrainTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new NodeRefusedException(
                $"The node takes no new requests, but {state.Traffic.InFlight} are still under way after {options.Value.DrainTimeout.TotalSeconds:0.###} s.");
        }
    }

    /// <summary>No new requests, as if the node were down.</summary>
    public void Bypass(NodeState state) => StopRouting(state, NodeRouting.Bypassed, "the node is bypassed by an operator");

    public static void Open(NodeState state) => state.Routing = NodeRouting.Open;

    private void StopRouting(NodeState state, NodeRouting routing, string reason)
    {
        state.Routing = routing;
        swaps.Find(state.Node.Name)?.TurnAway(reason);
    }

    private async Task LoadUnmanagedAsync(Node node, string model, CancellationToken cancellationToken)
    {
        var lifecycle = lifecycles.FirstOrDefault(lifecycle => string.Equals(lifecycle.Driver, node.Driver, StringComparison.OrdinalIgnoreCase))
            ?? throw new NodeRefusedException($"A node of the driver '{node.Driver}' loads its models itself.");
        using var timeout = new CancellationTokenSource(node.Swap.LoadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await loader.LoadAsync(lifecycle, node, model, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LifecycleException($"not done within {node.Swap.LoadTimeout.TotalSeconds:0.###} s");
        }
    }

    /// <summary>An operator may say the node's name of a model, or the public id.</summary>
    private string UpstreamName(NodeState state, string? model)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            throw new NodeRefusedException("""The body must name the model: {"model":"…"}.""");
        }

        return state.Current.Models.Any(known => known.Name == model) ? model
            : catalog.Models.GetValueOrDefault(model)?.Deployments.FirstOrDefault(deployment => deployment.Node == state.Node.Name)?.UpstreamModel
                ?? throw new NodeRefusedException($"The node does not have '{model}'. It has: {string.Join(", ", state.Current.Models.Select(known => known.Name))}.");
    }
}

/// <summary>The node is not in the state that was asked for. The message is for operators.</summary>
internal sealed class NodeRefusedException(string message) : Exception(message);
