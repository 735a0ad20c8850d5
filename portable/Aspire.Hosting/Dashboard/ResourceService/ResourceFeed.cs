using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>All resources as they are, and each change. A slow reader misses states in between, never the last one.</summary>
internal sealed class ResourceFeed(DistributedApplicationModel model, ResourceNotificationService notifications)
{
    public async Task<InitialResourceData> CurrentAsync(CancellationToken cancellationToken)
    {
        var data = new InitialResourceData();
        foreach (var id in model.Resources.SelectMany(ResourceInstancesAnnotation.IdsOf))
        {
            if (notifications.TryGetCurrentState(id, out var current))
            {
                data.Resources.Add(await ResourceMapper.MapAsync(current, cancellationToken));
            }
        }

        return data;
    }

    /// <summary>Changes since a moment before the call; some of them may have been part of <see cref="CurrentAsync"/>.</summary>
    public async IAsyncEnumerable<WatchResourcesChanges> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new PendingResources();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var collecting = CollectAsync(pending, ended.Token);
        try
        {
            while (true)
            {
                var changes = new WatchResourcesChanges();
                foreach (var change in await pending.TakeAsync(cancellationToken))
                {
                    changes.Value.Add(new WatchResourcesChange { Upsert = await ResourceMapper.MapAsync(change, cancellationToken) });
                }

                yield return changes;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await collecting;
        }
    }

    private async Task CollectAsync(PendingResources pending, CancellationToken ended)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(ended))
            {
                pending.Add(change);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has left.
        }
    }
}
