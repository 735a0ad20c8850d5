using System.Diagnostics;
using Arena.Contracts.Ratings;
using Arena.Web.Battles.Runs;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Runs;

/// <summary>The runs of comparisons in this process, at most <see cref="CompareOptions.MaxConcurrent"/> at once.</summary>
internal sealed class ComparisonRuns(ComparisonRunner runner, IOptions<CompareOptions> options, ILogger<ComparisonRuns> logger)
    : RunQueue<Comparison>(options.Value.MaxConcurrent)
{
    /// <summary>Sees to it that the comparison is written by somebody: here, unless it is already, or another replica does.</summary>
    public void Ensure(Comparison comparison) => Ensure(comparison.ComparisonId, comparison);

    protected override async Task RunAsync(Comparison item, ActivityContext cause, CancellationToken stopping)
    {
        try
        {
            await runner.RunAsync(item, cause, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // The question is kept: whoever looks at the comparison again, or a sweep, has it run again.
            logger.ComparisonBroke(exception, item.ComparisonId);
        }
    }
}
