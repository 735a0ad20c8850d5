using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Web.Pages;

/// <summary>The models, as pages name them. Asked at most once in ten seconds.</summary>
internal sealed partial class ModelCatalogue(Inference.InferenceClient inference, TimeProvider time, ILogger<ModelCatalogue> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile Answer? _last;

    /// <summary>The models in the order of their ids; the last known while Inference does not answer, none if it never did.</summary>
    public async Task<IReadOnlyList<Model>> ListAsync()
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Fresh)
        {
            return last.Models;
        }

        var models = await AskAsync() ?? _last?.Models ?? [];
        _last = new(models, time.GetTimestamp());
        return models;
    }

    /// <summary>Whether simulated models answer now: every page says so.</summary>
    public async Task<bool> AnySimulatedAsync() => (await ListAsync()).Any(model => model is { Simulated: true, Available: true });

    /// <summary>What people read; the id of a model that is not known.</summary>
    public async Task<string> NameOfAsync(string id) =>
        (await ListAsync()).FirstOrDefault(model => string.Equals(model.Id, id, StringComparison.Ordinal))?.DisplayName ?? id;

    /// <summary>A page is not lost because its footer cannot be completed: null when Inference does not answer.</summary>
    private async Task<IReadOnlyList<Model>?> AskAsync()
    {
        try
        {
            var deadline = time.GetUtcNow().UtcDateTime + Patience;
            return (await inference.ListModelsAsync(new(), deadline: deadline)).Models;
        }
        catch (RpcException exception)
        {
            LogNotAnswered(exception.StatusCode);
            return null;
        }
    }

    [LoggerMessage(EventId = 4101, EventName = "CatalogueNotAnswered", Level = LogLevel.Warning,
        Message = "Inference did not list its models: {Status}.")]
    private partial void LogNotAnswered(StatusCode status);

    private sealed record Answer(IReadOnlyList<Model> Models, long At);
}
