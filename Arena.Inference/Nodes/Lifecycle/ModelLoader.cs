using Arena.Inference.Nodes.Health;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>Loads a model so that it answers: every load ends with a canary, and garbage is repaired once.</summary>
internal sealed class ModelLoader(Canary canary, ILogger<ModelLoader> logger)
{
    /// <summary>Returns when the model has answered.</summary>
    /// <exception cref="LifecycleException">It does not, and why.</exception>
    public async Task LoadAsync(INodeLifecycle lifecycle, Node node, string model, CancellationToken cancellationToken)
    {
        await lifecycle.LoadAsync(node, model, cancellationToken);
        var result = await canary.AskAsync(node, model, cancellationToken);
        if (result.Verdict is CanaryVerdict.Garbage && await lifecycle.TryRepairAsync(node, model, cancellationToken))
        {
            logger.WeightsReloaded(node.Name, model);
            result = await canary.AskAsync(node, model, cancellationToken);
        }

        if (result.Verdict is not CanaryVerdict.Well)
        {
            await TryUnloadAsync(lifecycle, node, model, cancellationToken);
            throw new LifecycleException($"loaded, but {result.Reason}");
        }
    }

    /// <summary>What does not answer should not hold memory either.</summary>
    private static async Task TryUnloadAsync(INodeLifecycle lifecycle, Node node, string model, CancellationToken cancellationToken)
    {
        try
        {
            await lifecycle.UnloadAsync(node, model, cancellationToken);
        }
        catch (LifecycleException)
        {
            // It is seen at the next look at what the node has loaded.
        }
    }
}
