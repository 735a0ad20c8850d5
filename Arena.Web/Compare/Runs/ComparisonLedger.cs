using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Web.Battles;
using Arena.Web.Battles.Runs;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Polly;
using LedgerClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Web.Compare.Runs;

/// <summary>Makes the answers of a comparison durable. A ledger that is away is waited for: the answers were paid for.</summary>
internal sealed class ComparisonLedger(
    LedgerClient ratings, BattleLedger battles, IOptions<BattleOptions> options, TimeProvider time, ILogger<ComparisonLedger> logger)
{
    private readonly ResiliencePipeline _pipeline =
        new ResiliencePipelineBuilder { TimeProvider = time }.AddLedgerRetry(options.Value.LedgerWait / 3).Build();

    /// <summary>The models by id, as the ledger names them.</summary>
    /// <exception cref="RpcException">Inference does not tell, within <see cref="BattleOptions.LedgerWait"/>.</exception>
    public Task<IReadOnlyDictionary<string, Model>> ListModelsAsync(CancellationToken cancellationToken) => battles.ListModelsAsync(cancellationToken);

    /// <summary>True when the answers are durable; false when the ledger refuses them for good.</summary>
    public async Task<bool> TryRecordAsync(RecordComparisonRequest record, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.ExecuteAsync(async token => await ratings.RecordComparisonAsync(record, cancellationToken: token), cancellationToken);
            return true;
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ComparisonNotRecorded(exception, record.ComparisonId);
            return false;
        }
    }
}
