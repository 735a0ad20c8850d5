namespace Arena.AppHost;

/// <summary>Where a service listens is settled by the AppHost, not by the service's own settings.</summary>
internal static class FreePorts
{
    /// <summary>
    /// Forgets the ports that a project's Kestrel settings name for running it alone: two replicas, two simulated nodes or two stacks
    /// cannot share them.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithFreePorts(this IResourceBuilder<ProjectResource> project)
    {
        foreach (var endpoint in project.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.Port = null;
        }

        return project;
    }
}
