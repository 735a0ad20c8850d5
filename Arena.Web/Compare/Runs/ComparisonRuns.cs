using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Arena.Contracts.Ratings;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Runs;

/// <summary>Owns every run of this process: no run outlives the host, and at most <see cref="CompareOptions.MaxConcurrent"/> go on at once.</summary>
internal sealed class ComparisonRuns(ComparisonRunner runner, IOptions<CompareOptions> options, ILogger<ComparisonRuns> logger) : BackgroundService
{
    private readonly Channel<Request> _waiting = Channel.CreateUnbounded<Request>();
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Sees to it that the comparison is written by somebody: here, unless it is already, or another replica does.</summary>
    public void Ensure(Comparison comparison)
    {
        if (_known.TryAdd(comparison.ComparisonId, value: true))
        {
            _waiting.Writer.TryWrite(new(comparison, Activity.Current?.Context ?? default));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.MaxConcurrent, CancellationToken = stoppingToken };
        try
        {
            await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stoppingToken), parallel, RunAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every run has ended.
        }
    }

    private async ValueTask RunAsync(Request request, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(request.Comparison, request.Cause, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The question is kept: whoever looks at the comparison again has it run again.
            logger.ComparisonBroke(exception, request.Comparison.ComparisonId);
        }
        finally
        {
            _known.TryRemove(request.Comparison.ComparisonId, out _);
        }
    }

    private sealed record Request(Comparison Comparison, ActivityContext Cause);
}
