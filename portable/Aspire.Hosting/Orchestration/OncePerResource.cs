using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Work that is done once for all replicas of a resource; the others wait for it. What failed may be tried again.</summary>
internal sealed class OncePerResource
{
    private readonly ConcurrentDictionary<IResource, TaskCompletionSource> _done = new();

    public async Task RunAsync(IResource resource, Func<Task> work)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _done.GetOrAdd(resource, mine);
        if (ReferenceEquals(first, mine))
        {
            try
            {
                await work();
                mine.SetResult();
            }
            catch (Exception e)
            {
                _done.TryRemove(resource, out _);
                mine.SetException(e);
            }
        }

        await first.Task;
    }
}
