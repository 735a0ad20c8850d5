using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.Stack.Tests;

/// <summary>Ends processes of a running stack the hard way, as a crash or the kernel does.</summary>
internal static class ResourceKill
{
    /// <summary>Kills one process of the resource (its first replica) with SIGKILL and returns when it is gone.</summary>
    public static Task KillAsync(this DistributedApplication app, string resource, CancellationToken cancellationToken) =>
        app.KillAsync(resource, _ => true, cancellationToken);

    /// <summary>The same for the first replica that is <paramref name="meant"/>.</summary>
    public static async Task KillAsync(this DistributedApplication app, string resource, Predicate<ResourceEvent> meant, CancellationToken cancellationToken)
    {
        using var process = Process.GetProcessById(await FindAsync(app, resource, meant, cancellationToken));
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Sends a signal to one process of the resource: <c>STOP</c> is a hang, <c>CONT</c> its end.</summary>
    public static async Task SignalAsync(this DistributedApplication app, string resource, string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{await FindAsync(app, resource, _ => true, cancellationToken)}"]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Kills one process of the resource, and returns how long it took until another one was healthy.</summary>
    public static async Task<TimeSpan> KillUntilBackAsync(this DistributedApplication app, string resource, CancellationToken cancellationToken)
    {
        var killed = await FindAsync(app, resource, _ => true, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await app.KillAsync(resource, cancellationToken);
        await app.ResourceNotifications.WaitForResourceAsync(
            resource, change => change.Snapshot.HealthStatus is HealthStatus.Healthy && ProcessOf(change) is { } process && process != killed, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    public static int? ProcessOf(ResourceEvent change) =>
        change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } pid ? Convert.ToInt32(pid, CultureInfo.InvariantCulture) : null;

    private static async Task<int> FindAsync(DistributedApplication app, string resource, Predicate<ResourceEvent> meant, CancellationToken cancellationToken)
    {
        await foreach (var change in app.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (change.Resource.Name == resource && meant(change) && ProcessOf(change) is { } process)
            {
                return process;
            }
        }

        throw new InvalidOperationException($"'{resource}' has no process.");
    }
}
