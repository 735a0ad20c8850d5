using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>Of a service that runs until it is told to end, whatever signals its process gets.</summary>
internal sealed class HostedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
