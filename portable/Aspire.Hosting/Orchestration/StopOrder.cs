using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Who stops before whom: a resource before all that it waits for or refers to.</summary>
internal static class StopOrder
{
    /// <summary>Groups of resources; all of one group may stop at once, the first group first.</summary>
    public static IReadOnlyList<IReadOnlyList<IResource>> Of(IEnumerable<IResource> resources)
    {
        var depths = new Dictionary<IResource, int>();
        return [.. resources.GroupBy(resource => Depth(resource, depths)).OrderByDescending(group => group.Key).Select(group => group.ToList())];
    }

    private static int Depth(IResource resource, Dictionary<IResource, int> depths)
    {
        if (depths.TryGetValue(resource, out var known))
        {
            return known;
        }

        depths[resource] = 0; // two that refer to each other stop in any order
        var below = resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource)
            .Concat(resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relation => relation.Resource))
            .Concat(resource is IResourceWithParent child ? [child.Parent] : []);
        return depths[resource] = below.Select(other => Depth(other, depths) + 1).DefaultIfEmpty(0).Max();
    }
}
