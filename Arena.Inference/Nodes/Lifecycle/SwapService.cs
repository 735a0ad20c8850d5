using Arena.Inference.Telemetry;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>Runs a worker for each node whose memory is shared.</summary>
internal sealed class SwapService(
    SwapManagers managers, IEnumerable<INodeLifecycle> lifecycles, ModelLoader loader, InferenceMetrics metrics, TimeProvider time,
    ILogger<SwapWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(managers.All.Select(manager =>
        new SwapWorker(manager, LifecycleOf(manager.Node), loader, metrics, time, logger).RunAsync(stoppingToken)));

    private INodeLifecycle LifecycleOf(Node node) =>
        lifecycles.Single(lifecycle => string.Equals(lifecycle.Driver, node.Driver, StringComparison.OrdinalIgnoreCase));
}
