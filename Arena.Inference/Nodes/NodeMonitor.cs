using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Telemetry;
using Arena.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Nodes;

/// <summary>Probes every node in its own loop, so that a dead one delays no other.</summary>
internal sealed class NodeMonitor(
    NodeRegistry nodes, UpstreamDrivers drivers, SwapManagers swaps, IOptions<InferenceOptions> options, ILogger<NodeMonitor> logger)
    : BackgroundService
{
    private readonly ProbeOptions _probes = options.Value.Probes;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        NodeLoops.RunAsync(nodes, WatchAsync, stoppingToken);

    private async Task WatchAsync(NodeState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ProbeAsync(state, cancellationToken);
            var interval = state.Current.Status is NodeStatus.Suspect ? _probes.SuspectInterval
                : state.Current.Status is NodeStatus.Up && drivers[state.Node.Driver].IsOutside ? _probes.ProviderInterval
                : _probes.Interval;
            await state.WaitForNextProbeAsync(interval, cancellationToken);
        }
    }

    private async Task ProbeAsync(NodeState state, CancellationToken cancellationToken)
    {
        using var background = BackgroundWork.Begin();
        var before = state.Current;
        ProbeResult result;
        try
        {
            result = await drivers[state.Node.Driver].ProbeAsync(state.Node, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The loop outlives every surprise: without it the node would never come back.
            logger.ProbeBroke(exception, state.Node.Name);
            result = new ProbeResult.Failed("the probe itself failed");
        }

        state.Report(result);
        var after = state.Current;
        swaps.NodeChanged(before, after);
        if (after.Status != before.Status || !string.Equals(after.Reason, before.Reason, StringComparison.Ordinal))
        {
            logger.NodeChanged(state.Node.Name, before.Status, after.Status, after.Reason, after.Models.Length);
        }
    }
}
