namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where the application keeps what must survive a restart.</summary>
public interface IAspireStore
{
    string BasePath { get; }
}

/// <summary>
/// The folder <c>.arena</c> of the repository (the nearest folder above the AppHost that holds a solution or a .git), or the one that
/// is configured as <c>Aspire:Store:Path</c>.
/// </summary>
internal sealed class AspireStore(string appHostDirectory, string? configuredPath) : IAspireStore
{
    public const string PathKey = "Aspire:Store:Path";
    private const string FolderName = ".arena";

    public string BasePath { get; } = Path.GetFullPath(configuredPath ?? Path.Combine(RepositoryOf(appHostDirectory), FolderName), appHostDirectory);

    public static string PathOf(IDistributedApplicationBuilder builder) => new AspireStore(builder.AppHostDirectory, builder.Configuration[PathKey]).BasePath;

    private static string RepositoryOf(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (Path.Exists(Path.Combine(current.FullName, ".git")) || (current.Exists && current.EnumerateFiles("*.sln").Any()))
            {
                return current.FullName;
            }
        }

        return folder;
    }
}
