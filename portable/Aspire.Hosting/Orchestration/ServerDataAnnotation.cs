using Arena.LocalServers;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Where a server has its data: in the application's store when it is to be kept, else in a temporary folder.</summary>
internal sealed class ServerDataAnnotation(IDistributedApplicationBuilder builder, string resourceName) : IResourceAnnotation
{
    private string? _volume;
    private string? _folder;

    public bool IsKept => _volume is not null;

    public string Folder => _folder ??= _volume is null
        ? ServerFolder.CreateTemporary(resourceName)
        : Path.Combine(AspireStore.PathOf(builder), "data", _volume);

    public void Keep(string? volume) => _volume = volume ?? resourceName;
}
