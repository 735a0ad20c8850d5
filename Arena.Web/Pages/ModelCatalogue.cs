using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Web.Pages;

/// <summary>Whether simulated models answer now: every page says so. Asked at most once in ten seconds.</summary>
internal sealed partial class ModelCatalogue(Inference.InferenceClient inference, TimeProvider time, ILogger<ModelCatalogue> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile Answer? _last;

    public async Task<bool> AnySimulatedAsync()
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Fresh)
        {
            return last.Simulated;
        }

        var simulated = await AskAsync() ?? _last?.Simulated ?? false;
        _last = new(simulated, time.GetTimestamp());
        return simulated;
    }

    /// <summary>A page is not lost because its footer cannot be completed: null when Inference does not answer.</summary>
    private async Task<bool?> AskAsync()
    {
        try
        {
            var deadline = time.GetUtcNow().UtcDateTime + Patience;
            var models = await inference.ListModelsAsync(new(), deadline: deadline);
            return models.Models.Any(model => model is { Simulated: true, Available: true });
        }
        catch (RpcException exception)
        {
            LogNotAnswered(exception.StatusCode);
            return null;
        }
    }

    [LoggerMessage(EventId = 4101, EventName = "CatalogueNotAnswered", Level = LogLevel.Warning,
        Message = "Inference did not say which models are simulated: {Status}.")]
    private partial void LogNotAnswered(StatusCode status);

    private sealed record Answer(bool Simulated, long At);
}
