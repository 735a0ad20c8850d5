using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace Arena.Web.Battles.Runs;

/// <summary>Gets a battle into the ledger. Recording twice changes nothing there, so every doubt is answered by trying again.</summary>
internal sealed class BattleLedger
{
    private static readonly TimeSpan FailurePatience = TimeSpan.FromSeconds(2);

    private readonly Ratings.RatingsClient _ratings;
    private readonly Inference.InferenceClient _inference;
    private readonly ILogger<BattleLedger> _logger;
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;

    public BattleLedger(
        Ratings.RatingsClient ratings, Inference.InferenceClient inference, IOptions<BattleOptions> options, TimeProvider time,
        ILogger<BattleLedger> logger)
    {
        _ratings = ratings;
        _inference = inference;
        _logger = logger;
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(options.Value.LedgerWait)
            .AddLedgerRetry(options.Value.LedgerWait / 3)
            .Build();
    }

    /// <summary>The models by id, as the ledger names them.</summary>
    /// <exception cref="RpcException">Inference does not tell, within <see cref="BattleOptions.LedgerWait"/>.</exception>
    public async Task<IReadOnlyDictionary<string, Model>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var models = await _pipeline.ExecuteAsync(
            async token => await _inference.ListModelsAsync(new(), cancellationToken: token), cancellationToken);
        return models.Models.ToDictionary(model => model.Id, StringComparer.Ordinal);
    }

    /// <summary>True when the battle is durable; false when the ledger refuses it or stays away for <see cref="BattleOptions.LedgerWait"/>.</summary>
    public async Task<bool> TryRecordAsync(RecordBattleRequest record, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.ExecuteAsync(
                async token => await _ratings.RecordBattleAsync(record, cancellationToken: token), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is RpcException or TimeoutRejectedException && !cancellationToken.IsCancellationRequested)
        {
            _logger.RecordingFailed(exception, record.BattleId);
            return false;
        }
    }

    /// <summary>Notes a battle that failed, once and for the statistics only: nobody waits for it.</summary>
    public async Task TryRecordFailureAsync(RecordFailedBattleRequest record, CancellationToken cancellationToken)
    {
        try
        {
            await _ratings.RecordFailedBattleAsync(record, deadline: _time.GetUtcNow().UtcDateTime + FailurePatience, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.FailureNotNoted(exception, record.BattleId);
        }
    }
}
