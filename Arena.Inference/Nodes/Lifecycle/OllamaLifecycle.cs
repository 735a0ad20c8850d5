using System.Collections.Immutable;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Telemetry;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>
/// Ollama's loads and unloads: a chat without messages. A load answers when it is done; an unload answers at once, and only
/// <c>/api/ps</c> tells when the runner has gone.
/// </summary>
internal sealed class OllamaLifecycle(LifecycleHttp http) : INodeLifecycle
{
    private const int ForEver = -1;
    private const int AtOnce = 0;
    private const long BytesPerMib = 1024 * 1024;

    public string Driver => GenAi.Providers.Ollama;

    public bool LoadsOnDemand => true;

    public async Task<ImmutableArray<LoadedModel>> ListLoadedAsync(Node node, IReadOnlyCollection<string> models, CancellationToken cancellationToken)
    {
        var running = await http.GetAsync(node, "/api/ps", LifecycleJson.Default.OllamaRunning, cancellationToken);
        return
        [
            .. from model in running?.Models ?? []
               where model.Name is not null
               let name = OllamaName.WithoutLatest(model.Name!)
               where models.Contains(name)
               select new LoadedModel(name, model.SizeVram is { } bytes ? (int)(bytes / BytesPerMib) : null),
        ];
    }

    public async Task LoadAsync(Node node, string model, CancellationToken cancellationToken)
    {
        await ChatAsync(node, model, ForEver, cancellationToken);
        if (!await IsLoadedAsync(node, model, cancellationToken))
        {
            throw new LifecycleException($"'{model}' is not in /api/ps after its load.");
        }
    }

    public async Task UnloadAsync(Node node, string model, CancellationToken cancellationToken)
    {
        await ChatAsync(node, model, AtOnce, cancellationToken);
        await http.UntilAsync(async () => !await IsLoadedAsync(node, model, cancellationToken), cancellationToken);
    }

    public Task<bool> TryRepairAsync(Node node, string model, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary><c>shift</c> as in every request: another value would load the model a second time.</summary>
    private Task ChatAsync(Node node, string model, int keepAlive, CancellationToken cancellationToken) =>
        http.PostAsync(
            node, "/api/chat",
            JsonContent.Create(new OllamaEmptyChat(model, [], Stream: false, Shift: false, keepAlive), LifecycleJson.Default.OllamaEmptyChat),
            cancellationToken);

    private async Task<bool> IsLoadedAsync(Node node, string model, CancellationToken cancellationToken) =>
        (await ListLoadedAsync(node, [model], cancellationToken)).Length > 0;
}
