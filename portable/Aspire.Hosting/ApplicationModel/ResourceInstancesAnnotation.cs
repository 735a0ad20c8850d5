using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One running copy of a resource.</summary>
/// <param name="Id">Unique: the resource's name, a hyphen and the suffix.</param>
/// <param name="Suffix">Also the <c>service.instance.id</c> of its telemetry.</param>
/// <param name="Index">From 0.</param>
internal sealed record ResourceInstance(string Id, string Suffix, int Index);

/// <summary>The copies that the engine runs of a resource.</summary>
internal sealed class ResourceInstancesAnnotation(ImmutableArray<ResourceInstance> instances) : IResourceAnnotation
{
    public ImmutableArray<ResourceInstance> Instances { get; } = instances;

    /// <summary>The unique names of a resource; one that is no process has its own name only.</summary>
    public static IEnumerable<string> IdsOf(IResource resource) =>
        resource.TryGetLastAnnotation<ResourceInstancesAnnotation>(out var annotation) ? annotation.Instances.Select(instance => instance.Id) : [resource.Name];

    /// <summary>The unique names of a resource with the number of each replica.</summary>
    public static IEnumerable<(string Id, int Index)> ReplicasOf(IResource resource) => IdsOf(resource).Select((id, index) => (id, index));
}
