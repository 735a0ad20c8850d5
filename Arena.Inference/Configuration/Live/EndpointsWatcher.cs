using System.Security.Cryptography;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration.Live;

/// <summary>
/// Looks whether the file of endpoints has changed, and has it read again. It is looked at, not listened to: mounted and linked files, as
/// of Kubernetes, tell nobody. A file that cannot be used changes nothing, and says so until it can.
/// </summary>
internal sealed class EndpointsWatcher(
    LiveOptions options, NodeRegistry nodes, EndpointsStatus status, TimeProvider time, ILogger<EndpointsWatcher> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrWhiteSpace(options.Value.ApiEndpointsFile))
        {
            return;
        }

        var path = Path.GetFullPath(options.Value.ApiEndpointsFile);
        var seen = await HashAsync(path, stoppingToken);
        Reload(path); // it may have changed between the start, which read it first, and this look at it
        using var timer = new PeriodicTimer(options.Value.ApiEndpointsInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = await HashAsync(path, stoppingToken);
            if (!now.AsSpan().SequenceEqual(seen))
            {
                seen = now;
                Reload(path);
            }
        }
    }

    private void Reload(string path)
    {
        try
        {
            nodes.Apply(options.Reload());
            status.Read(time.GetUtcNow());
            logger.EndpointsReloaded(path);
        }
        catch (OptionsValidationException exception)
        {
            status.Failed(exception.Message);
            logger.EndpointsNotReloaded(path, exception.Message);
        }
    }

    /// <summary>Empty when the file cannot be read.</summary>
    private static async Task<byte[]> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
