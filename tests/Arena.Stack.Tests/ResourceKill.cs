using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;

namespace Arena.Stack.Tests;

/// <summary>Ends processes of a running stack the hard way, as a crash or the kernel does.</summary>
internal static class ResourceKill
{
    /// <summary>Kills one process of the resource (its first replica) with SIGKILL and returns when it is gone.</summary>
    public static async Task KillAsync(this DistributedApplication app, string resource, CancellationToken cancellationToken)
    {
        using var process = Process.GetProcessById(await FindAsync(app, resource, cancellationToken));
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    private static async Task<int> FindAsync(DistributedApplication app, string resource, CancellationToken cancellationToken)
    {
        await foreach (var change in app.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (change.Resource.Name == resource
                && change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } pid)
            {
                return Convert.ToInt32(pid, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException($"'{resource}' has no process.");
    }
}
