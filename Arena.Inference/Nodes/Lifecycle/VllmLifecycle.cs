using System.Collections.Immutable;
using Arena.Inference.Nodes.Health;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>
/// vLLM's sleep mode, one engine a model (needs <c>VLLM_SERVER_DEV_MODE=1</c> and <c>--enable-sleep-mode</c>). The calls take query
/// parameters only, and may return before they are done: the state is asked for afterwards.
/// </summary>
/// <remarks>
/// A request to an engine that sleeps or is half awake kills it (vllm#15483, vllm-omni#4473); after level 2 it answers garbage until
/// its weights were read anew (vllm#29341). What happens to running requests at <c>/sleep</c> depends on the version: there must be none.
/// </remarks>
internal sealed class VllmLifecycle(LifecycleHttp http) : INodeLifecycle
{
    public string Driver => GenAi.Providers.Vllm;

    public bool LoadsOnDemand => false;

    public async Task<ImmutableArray<LoadedModel>> ListLoadedAsync(Node node, IReadOnlyCollection<string> models, CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(models.GroupBy(model => node.EngineOf(model).Url).Select(async engine =>
            (Models: engine, Awake: await IsAwakeAsync(node, engine.First(), cancellationToken))));
        return [.. from engine in asked where engine.Awake from model in engine.Models select new LoadedModel(model)];
    }

    public async Task LoadAsync(Node node, string model, CancellationToken cancellationToken)
    {
        if (await IsAwakeAsync(node, model, cancellationToken))
        {
            return;
        }

        var engine = node.EngineOf(model);
        try
        {
            await WakeAsync(engine, node.Swap.SleepLevel, cancellationToken);
            await http.UntilAsync(() => IsAwakeAsync(node, model, cancellationToken), cancellationToken);
        }
        catch (LifecycleException)
        {
            await TrySleepAsync(engine, node.Swap.SleepLevel, cancellationToken); // half awake it would hold memory, and die of a request
            throw;
        }
    }

    public async Task UnloadAsync(Node node, string model, CancellationToken cancellationToken)
    {
        var engine = node.EngineOf(model);
        if (await http.GetTextAsync(engine, "/metrics", cancellationToken) is { } metrics
            && VllmVitals.Parse(metrics).FirstOrDefault(vitals => vitals.Model == model) is { Requests: > 0 } busy)
        {
            throw new NodeBusyException($"'{model}' runs {busy.Requests} request(s) of somebody else.");
        }

        await SleepAsync(engine, node.Swap.SleepLevel, cancellationToken);
        await http.UntilAsync(async () => !await IsAwakeAsync(node, model, cancellationToken), cancellationToken);
        await http.GetTextAsync(engine, "/health", cancellationToken); // /sleep can answer 200 before the engine dies of it (vllm#45520)
    }

    public async Task<bool> TryRepairAsync(Node node, string model, CancellationToken cancellationToken)
    {
        var engine = node.EngineOf(model);
        await ReloadWeightsAsync(engine, cancellationToken);
        await http.PostAsync(engine, "/reset_prefix_cache", content: null, cancellationToken);
        return true;
    }

    /// <summary>Level 1 wakes in one call; level 2 in this order and no other.</summary>
    private async Task WakeAsync(Node engine, int level, CancellationToken cancellationToken)
    {
        if (level == 1)
        {
            await http.PostAsync(engine, "/wake_up", content: null, cancellationToken);
            return;
        }

        await http.PostAsync(engine, "/wake_up?tags=weights", content: null, cancellationToken);
        await ReloadWeightsAsync(engine, cancellationToken);
        await http.PostAsync(engine, "/wake_up?tags=kv_cache", content: null, cancellationToken);
        await http.PostAsync(engine, "/reset_prefix_cache", content: null, cancellationToken);
    }

    private Task ReloadWeightsAsync(Node engine, CancellationToken cancellationToken) =>
        http.PostAsync(engine, "/collective_rpc", JsonContent.Create(new CollectiveRpc("reload_weights"), LifecycleJson.Default.CollectiveRpc), cancellationToken);

    private Task SleepAsync(Node engine, int level, CancellationToken cancellationToken) =>
        http.PostAsync(engine, $"/sleep?level={level}", content: null, cancellationToken);

    private async Task TrySleepAsync(Node engine, int level, CancellationToken cancellationToken)
    {
        try
        {
            await SleepAsync(engine, level, cancellationToken);
        }
        catch (LifecycleException)
        {
            // The first failure is the one to tell.
        }
    }

    /// <summary>Without sleep mode there is no such call, and the engine never sleeps.</summary>
    private async Task<bool> IsAwakeAsync(Node node, string model, CancellationToken cancellationToken) =>
        await http.GetAsync(node.EngineOf(model), "/is_sleeping", LifecycleJson.Default.SleepState, cancellationToken) is not { IsSleeping: true };
}
