using Arena.Inference.Configuration;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Swapping;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Nodes.Health;

/// <summary>
/// Watches that the engines of a node move: reads their counters where there are any, and asks a canary of a loaded model that has
/// answered nobody for a while. What is not in memory is never asked.
/// </summary>
internal sealed class EngineMonitor(
    NodeRegistry nodes, EngineHealth health, Canary canary, SwapManagers swaps, IEnumerable<INodeLifecycle> lifecycles, LifecycleHttp http,
    IOptions<InferenceOptions> options, TimeProvider time, ILogger<EngineMonitor> logger) : BackgroundService
{
    private readonly ProbeOptions _probes = options.Value.Probes;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        NodeLoops.RunAsync(
            nodes,
            (state, token) => lifecycles.FirstOrDefault(lifecycle => IsFor(lifecycle, state.Node)) is { } lifecycle
                ? WatchAsync(state, lifecycle, token)
                : Task.Delay(Timeout.Infinite, token),
            stoppingToken);

    private async Task WatchAsync(NodeState state, INodeLifecycle lifecycle, CancellationToken cancellationToken)
    {
        await state.Probed.WaitAsync(cancellationToken);
        while (true)
        {
            if (state.Current.Status is NodeStatus.Up)
            {
                await LookAsync(state, lifecycle, cancellationToken);
            }

            await Task.Delay(_probes.Interval, time, cancellationToken);
        }
    }

    private async Task LookAsync(NodeState state, INodeLifecycle lifecycle, CancellationToken cancellationToken)
    {
        var models = state.Current.Models.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        try
        {
            var loaded = await FindLoadedAsync(state.Node, lifecycle, models, cancellationToken);
            await ReadVitalsAsync(state.Node, loaded, cancellationToken);
            foreach (var model in models.Where(model => !loaded.Contains(model)))
            {
                health.Unloaded(state.Node.Name, model);
            }

            // Asked in its idleness, a model of a server that unloads by itself would stay for ever.
            var keepsItself = swaps.Find(state.Node.Name) is null && lifecycle.LoadsOnDemand;
            foreach (var model in loaded.Where(model => health.NeedsCanary(state.Node.Name, model, whenIdle: !keepsItself)))
            {
                await AskCanaryAsync(state.Node, model, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.EnginesUnread(state.Node.Name, exception.Message); // no reading is no sign of idleness or health, and no end of the loop
        }
    }

    private async Task<IReadOnlyCollection<string>> FindLoadedAsync(
        Node node, INodeLifecycle lifecycle, HashSet<string> models, CancellationToken cancellationToken)
    {
        if (swaps.Find(node.Name) is { } manager)
        {
            return manager.Read((scheduler, _) => scheduler.Models.Where(model => model.Phase is ModelPhase.Loaded).Select(model => model.Name).ToList());
        }

        using var timeout = new CancellationTokenSource(_probes.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var loaded = (await lifecycle.ListLoadedAsync(node, models, either.Token)).Select(model => model.Model).ToHashSet(StringComparer.Ordinal);
        if (!lifecycle.LoadsOnDemand)
        {
            foreach (var model in models)
            {
                health.Sleeps(node.Name, model, asleep: !loaded.Contains(model));
            }
        }

        return loaded;
    }

    private async Task ReadVitalsAsync(Node node, IReadOnlyCollection<string> loaded, CancellationToken cancellationToken)
    {
        if (!IsDriver(node, GenAi.Providers.Vllm))
        {
            return;
        }

        foreach (var engine in loaded.Select(node.EngineOf).DistinctBy(engine => engine.Url))
        {
            using var timeout = new CancellationTokenSource(_probes.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            foreach (var vitals in await http.GetTextAsync(engine, "/metrics", either.Token) is { } text ? VllmVitals.Parse(text) : [])
            {
                health.Observe(node.Name, vitals);
            }
        }
    }

    private async Task AskCanaryAsync(Node node, string model, CancellationToken cancellationToken)
    {
        var before = health.Complaint(node.Name, model);
        using var lease = swaps.Find(node.Name) is { } manager ? manager.TryHold(model) : NoLease.Instance;
        if (lease is null)
        {
            return; // it has just gone, or is about to
        }

        var result = await canary.AskAsync(node, model, cancellationToken);
        health.CanaryAnswered(node.Name, model, result);
        var after = health.Complaint(node.Name, model);
        if (!string.Equals(before, after, StringComparison.Ordinal))
        {
            logger.EngineChanged(node.Name, model, after.Length == 0 ? "well again" : after);
        }
    }

    private static bool IsFor(INodeLifecycle lifecycle, Node node) => IsDriver(node, lifecycle.Driver);

    private static bool IsDriver(Node node, string driver) => string.Equals(node.Driver, driver, StringComparison.OrdinalIgnoreCase);
}
