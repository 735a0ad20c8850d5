using Arena.Contracts.Ratings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Runs;

/// <summary>
/// Finds comparisons that nobody reads and whose process died: every question comes to an end in the ledger. A run that is alive has ended
/// within <see cref="CompareOptions.AnswerTimeout"/>, or holds its lease, which keeps a second one away.
/// </summary>
internal sealed class ComparisonSweeper(
    Comparisons.ComparisonsClient comparisons, ComparisonRuns runs, IOptions<CompareOptions> options, TimeProvider time,
    ILogger<ComparisonSweeper> logger) : BackgroundService
{
    /// <summary>How far the clocks of replicas may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    private DateTimeOffset? _from;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotSwept(exception); // the next time
        }
    }

    /// <summary>The first time all that there are, then from the oldest on that is still without an end.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.AnswerTimeout;
        var request = new SearchComparisonsRequest { UnansweredBefore = Timestamp.FromDateTimeOffset(before) };
        if (_from is { } from)
        {
            request.AskedFrom = Timestamp.FromDateTimeOffset(from);
        }

        var oldest = before;
        using var call = comparisons.ExportComparisons(request, cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var lost = call.ResponseStream.Current;
            runs.Ensure(lost);
            oldest = lost.CreatedAt.ToDateTimeOffset(); // the newest comes first
        }

        _from = oldest - Skew;
    }
}
