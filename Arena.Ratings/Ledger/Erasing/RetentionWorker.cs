using Arena.Ratings.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Ledger.Erasing;

/// <summary>Erases texts that are older than <see cref="RetentionOptions.Texts"/>. Several replicas may do so at once: each text goes once.</summary>
internal sealed class RetentionWorker(
    IServiceScopeFactory scopes, LedgerReadiness readiness, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Texts is not { } kept)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                readiness.ThrowIfNotReady();
                await using var scope = scopes.CreateAsyncScope();
                var erased = await scope.ServiceProvider.GetRequiredService<TextEraser>().EraseBeforeAsync(time.GetUtcNow() - kept, stoppingToken);
                logger.TextsErased(erased, ErasureReason.Retention);
            }
            catch (Exception exception) when (LedgerAvailability.IsUnavailable(exception))
            {
                logger.RetentionPostponed(exception);
            }
        }
    }
}
