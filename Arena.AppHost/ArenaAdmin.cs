namespace Arena.AppHost;

/// <summary>The key of the services' admin endpoints: <c>Parameters:admin-key</c>, else one that is made once and kept.</summary>
internal static class ArenaAdmin
{
    private const int KeyLength = 32;

    public static IResourceBuilder<ParameterResource> AddAdminKey(this IDistributedApplicationBuilder builder) =>
        builder.AddParameter("admin-key", new GenerateParameterDefault { MinLength = KeyLength, Special = false }, secret: true, persist: true);

    /// <summary>Opens the admin endpoints of a service to who has the key.</summary>
    public static IResourceBuilder<ProjectResource> WithAdminKey(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> key) =>
        service.WithEnvironment("Arena__Admin__Key", key);
}
