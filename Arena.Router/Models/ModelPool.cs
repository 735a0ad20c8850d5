using Arena.Contracts.Inference;
using Arena.Router.Pairing;
using Microsoft.Extensions.Options;

namespace Arena.Router.Models;

/// <summary>Which models can answer now. A list that grew too old counts as empty.</summary>
internal sealed class ModelPool(IOptionsMonitor<ModelPoolOptions> options, TimeProvider time)
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Listing _listing = new([], DateTimeOffset.MinValue);

    /// <summary>The models that can answer. A service that has just started waits for its first look, at most as long as one look may take.</summary>
    public async Task<IReadOnlyList<PoolModel>> GetAsync(CancellationToken cancellationToken)
    {
        if (!_first.Task.IsCompleted)
        {
            await Task.WhenAny(_first.Task, Task.Delay(options.CurrentValue.Timeout, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        var listing = _listing;
        return time.GetUtcNow() - listing.At <= options.CurrentValue.MaxAge ? listing.Models : [];
    }

    /// <summary>Takes what the inference service lists.</summary>
    /// <returns>Whether other models can answer than before.</returns>
    public bool Replace(IEnumerable<Model> models)
    {
        var available = models.Where(model => model.Available)
            .Select(Describe)
            .DistinctBy(model => model.Id, StringComparer.Ordinal)
            .OrderBy(model => model.Id, StringComparer.Ordinal)
            .ToArray();
        var changed = !_listing.Models.Select(model => model.Id).SequenceEqual(available.Select(model => model.Id), StringComparer.Ordinal);
        _listing = new(available, time.GetUtcNow());
        _first.TrySetResult();
        return changed;
    }

    /// <summary>Whether a model answers without being loaded first, as far as is known.</summary>
    public bool IsWarm(string id) => _listing.Models.Any(model => model.IsWarm && string.Equals(model.Id, id, StringComparison.Ordinal));

    /// <summary>A look failed: nobody needs to wait for a first one any longer.</summary>
    public void LookFailed() => _first.TrySetResult();

    private static PoolModel Describe(Model model) => new(model.Id, model.VariantGroup)
    {
        TakesTools = model.Capabilities?.Tools ?? false,
        SeesImages = model.Capabilities?.Vision ?? false,
        IsSimulated = model.Simulated,
        IsBlindOnly = model.BlindOnly,
        IsWarm = model.Loaded,
        ContextLength = model.Capabilities?.ContextLength ?? 0,
    };

    private sealed record Listing(IReadOnlyList<PoolModel> Models, DateTimeOffset At);
}
