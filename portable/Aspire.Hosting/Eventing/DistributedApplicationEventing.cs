using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

internal sealed class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private readonly ConcurrentDictionary<Type, ImmutableArray<Func<IDistributedApplicationEvent, CancellationToken, Task>>> _subscribers = new();

    public async Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent
    {
        foreach (var callback in _subscribers.GetValueOrDefault(typeof(T), []))
        {
            await callback(@event, cancellationToken);
        }
    }

    public void Subscribe<T>(Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationEvent =>
        _subscribers.AddOrUpdate(typeof(T), _ => [Untyped(callback)], (_, others) => others.Add(Untyped(callback)));

    public void Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent =>
        Subscribe<T>((@event, token) => ReferenceEquals(@event.Resource, resource) ? callback(@event, token) : Task.CompletedTask);

    private static Func<IDistributedApplicationEvent, CancellationToken, Task> Untyped<T>(Func<T, CancellationToken, Task> callback) =>
        (@event, token) => callback((T)@event, token);
}
