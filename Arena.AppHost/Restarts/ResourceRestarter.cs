using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Arena.AppHost.Restarts;

/// <summary>Watches the resources that have a restart policy, and starts those again that ended without being asked to.</summary>
internal sealed partial class ResourceRestarter(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    ResourceLoggerService loggers,
    IHostApplicationLifetime lifetime,
    IOptions<RestartOptions> options,
    TimeProvider time) : BackgroundService
{
    /// <summary>The state in which a resource waits for its next attempt after too many.</summary>
    public const string CrashLoop = nameof(CrashLoop);

    private const string ReasonProperty = "restart.reason";
    private const string StartCommand = "start";

    private readonly Dictionary<string, RestartedReplica> _replicas = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping.Token))
            {
                if (change.Resource.TryGetLastAnnotation<RestartPolicyAnnotation>(out _))
                {
                    Observe(change, stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody is brought back any more.
        }
        finally
        {
            await Task.WhenAll(_replicas.Values.Select(replica => replica.Attempt));
        }
    }

    private void Observe(ResourceEvent change, CancellationToken stopping)
    {
        if (!_replicas.TryGetValue(change.ResourceId, out var replica))
        {
            _replicas[change.ResourceId] = replica = new(new(options.Value, Random.Shared), time);
        }

        if (replica.Observe(change.Snapshot.State?.Text) is not { } delay)
        {
            return;
        }

        var cancelled = replica.Plan(stopping);
        replica.Attempt = BringBackAsync(change, replica.Backoff, delay, cancelled);
    }

    private async Task BringBackAsync(ResourceEvent ended, RestartBackoff backoff, TimeSpan delay, CancellationToken cancelled)
    {
        var logger = loggers.GetLogger(ended.ResourceId);
        try
        {
            if (backoff.IsCrashLoop)
            {
                var reason = $"{Cause(ended.Snapshot)} {backoff.Ends} times in a row; next attempt in {delay.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s";
                InCrashLoop(logger, reason);
                await notifications.PublishUpdateAsync(ended.Resource, ended.ResourceId, s => s with
                {
                    State = new(CrashLoop, KnownResourceStateStyles.Error),
                    Properties = [.. s.Properties.Where(property => property.Name != ReasonProperty), new(ReasonProperty, reason)],
                });
            }

            await Task.Delay(delay, time, cancelled);
            BringingBack(logger, backoff.Ends, Cause(ended.Snapshot));
            await commands.ExecuteCommandAsync(ended.ResourceId, StartCommand, cancelled); // says in the log what comes of it
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // Somebody stopped it, or it runs again, or the application stops.
        }
    }

    private static string Cause(CustomResourceSnapshot snapshot) => snapshot.ExitCode is { } code ? $"ended with exit code {code}" : "failed to start";

    [LoggerMessage(1, LogLevel.Warning, "Brought back (attempt {Attempt}): it {Cause} without being asked to.")]
    private static partial void BringingBack(ILogger logger, int attempt, string cause);

    [LoggerMessage(2, LogLevel.Error, "Crash loop: it {Reason}.")]
    private static partial void InCrashLoop(ILogger logger, string reason);
}
