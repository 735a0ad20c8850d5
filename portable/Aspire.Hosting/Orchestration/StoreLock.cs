using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Keeps a second application off the same kept data. The system lets go of the lock when this process ends, however it ends.</summary>
internal sealed class StoreLock(IAspireStore store) : IDisposable
{
    private FileStream? _file;

    /// <exception cref="DistributedApplicationException">The folder is in use, or cannot be written to.</exception>
    public void Acquire(IEnumerable<IResource> resources)
    {
        if (!resources.SelectMany(resource => resource.Annotations.OfType<ServerDataAnnotation>()).Any(data => data.IsKept))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(store.BasePath);
            _file = new(Path.Combine(store.BasePath, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DistributedApplicationException($"The data folder '{store.BasePath}' cannot be written to. Make it writable, or give another one: --{AspireStore.PathKey}=<folder>.", e);
        }
        catch (IOException e)
        {
            throw new DistributedApplicationException(
                $"The data folder '{store.BasePath}' is in use by another application or cannot be used ({e.Message}) Stop that one, or give this one a folder of its own: --{AspireStore.PathKey}=<folder>.", e);
        }
    }

    public void Release() => _file?.Dispose();

    public void Dispose() => Release();
}
