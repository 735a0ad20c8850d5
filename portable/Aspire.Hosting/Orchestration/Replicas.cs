using System.Collections.Frozen;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>All copies of all processes, once it is decided how many there are.</summary>
internal sealed class Replicas(ReplicaRun run) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private FrozenDictionary<string, Replica> _byId = FrozenDictionary<string, Replica>.Empty;

    /// <summary>By unique name.</summary>
    public Replica this[string id] => _byId[id];

    public void Create(IEnumerable<IResource> resources) => _byId = resources
        .SelectMany(resource => resource.Annotations.OfType<ResourceInstancesAnnotation>().SelectMany(annotation => annotation.Instances.Select(instance => new Replica(resource, instance, run, _stopping.Token))))
        .ToFrozenDictionary(replica => replica.Instance.Id, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Replica> Of(IResource resource) => _byId.Values.Where(replica => ReferenceEquals(replica.Resource, resource));

    /// <summary>Nothing starts any more.</summary>
    public Task CloseAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();
}
