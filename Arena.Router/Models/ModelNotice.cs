using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Router.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Router.Models;

/// <summary>
/// Tells the ledger how models are called and grouped, when that has changed: a board of families follows the registry, and does not wait for battles.
/// </summary>
internal sealed class ModelNotice(RatingsClient ratings, IOptionsMonitor<ModelPoolOptions> options, TimeProvider time, ILogger<ModelNotice> logger)
{
    /// <summary>Told again though nothing has changed: a battle that was opened before a change brings the old names with it.</summary>
    public static readonly TimeSpan Repetition = TimeSpan.FromMinutes(1);

    private DescribeModelsRequest? _told;
    private DateTimeOffset _toldAt;
    private bool _failing;

    /// <summary>Tells what changed. What could not be told is told the next time.</summary>
    public async Task TellAsync(IEnumerable<Model> models, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var request = new DescribeModelsRequest
        {
            Models =
            {
                models.OrderBy(model => model.Id, StringComparer.Ordinal)
                    .Select(model => new ModelDescription { Id = model.Id, DisplayName = model.DisplayName, Simulated = model.Simulated, Family = model.Family }),
            },
        };
        if (request.Equals(_told) && now - _toldAt < Repetition)
        {
            return;
        }

        try
        {
            await ratings.DescribeModelsAsync(request, deadline: (now + options.CurrentValue.Timeout).UtcDateTime, cancellationToken: cancellationToken);
            (_told, _toldAt, _failing) = (request, now, false);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_failing)
            {
                logger.NamesNotTold(exception.Status.Detail); // once per outage
            }

            _failing = true;
        }
    }
}
