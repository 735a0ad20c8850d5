using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts the resources of the model in the order of their health, and stops them in reverse.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    EndpointAllocator allocator,
    ResourceRunner runner,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    DistributedApplicationExecutionContext executionContext,
    IServiceProvider services,
    TimeProvider time) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GraceOfOne = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _running = [];
    private bool _isStopped;

    /// <summary>Returns when all resources are on their way.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        allocator.Allocate(model.Resources);
        foreach (var resource in model.Resources)
        {
            foreach (var (id, replica) in ResourceInstancesAnnotation.ReplicasOf(resource))
            {
                var urls = await ResourceUrls.BuildAsync(resource, replica, executionContext, loggers.GetLogger(id), cancellationToken);
                await notifications.PublishUpdateAsync(resource, id, s => s with { State = s.State ?? KnownResourceStates.NotStarted, Urls = urls });
            }
        }

        foreach (var resource in model.Resources)
        {
            _running.Add(runner.RunAsync(resource, _stopping.Token));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await _stopping.CancelAsync();
        var start = time.GetTimestamp();
        foreach (var group in StopOrder.Of(model.Resources))
        {
            var left = StopBudget - time.GetElapsedTime(start);
            var grace = left < LeastGrace ? LeastGrace : left < GraceOfOne ? left : GraceOfOne;
            await Task.WhenAll(group.Select(resource => runner.StopAsync(resource, grace)));
        }

        await Task.WhenAll(_running);
        foreach (var resource in model.Resources)
        {
            loggers.Complete(resource);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }
}
