using Arena.Web.Battles.Log;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Runs;

/// <summary>Keeps a run's lease, and stops the run when the lease, or where that is wanted the last reader, is gone.</summary>
internal sealed class LeaseKeeper(IBattleLog log, IOptions<BattleOptions> options, TimeProvider time, ILogger<LeaseKeeper> logger)
{
    /// <summary>Returns when <paramref name="run"/> is cancelled, by it or by others.</summary>
    public async Task KeepAsync(RunLease lease, CancellationTokenSource run, bool whileRead = true)
    {
        var period = Shortest(options.Value.Lease / 3, options.Value.AbandonAfter / 4);
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(run.Token))
            {
                if (await log.RenewAsync(lease) is var standing and not RunStanding.Read && (whileRead || standing is RunStanding.Lost))
                {
                    logger.RunStopped(lease.BattleId, standing);
                    await run.CancelAsync();
                }
            }
        }
        catch (BattleLogUnavailableException exception)
        {
            logger.LeaseUnknown(exception, lease.BattleId);
            await run.CancelAsync();
        }
        catch (OperationCanceledException) when (run.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
