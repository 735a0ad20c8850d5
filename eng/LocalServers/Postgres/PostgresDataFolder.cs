using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Postgres;

/// <summary>What the files of a data folder say: where it is, whose, of which version, and whether a server is using it.</summary>
internal static class PostgresDataFolder
{
    private const string RootsFolder = "/var/lib/llm-arena";
    private static readonly TimeSpan EndOfOtherServer = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The folder PostgreSQL works in. For root it may lie below one that only root can search (such as /root); then the data goes to
    /// /var/lib/llm-arena and a link is left in its place.
    /// </summary>
    public static string Resolve(string folder, Action<string>? progress)
    {
        var place = new DirectoryInfo(Path.Combine(folder, "pgdata"));
        if (place.LinkTarget is { } target)
        {
            return target;
        }

        if (ServerFolder.IsReachable(folder))
        {
            return place.FullName;
        }

        if (place.Exists)
        {
            throw new LocalServerException(
                $"PostgreSQL does not run as root, and without root's rights '{place.FullName}' cannot be reached. Use an ordinary user, or move the folder.");
        }

        var elsewhere = Path.Combine(RootsFolder, $"postgres-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        ServerFolder.Create(RootsFolder, searchable: true);
        progress?.Invoke($"'{folder}' can be searched by root only, and PostgreSQL does not run as root: the data is kept in '{elsewhere}'.");
        place.CreateAsSymbolicLink(elsewhere);
        return elsewhere;
    }

    /// <summary>Major version of the data, or null when there is none yet.</summary>
    public static int? MajorOf(string pgData)
    {
        try
        {
            var file = Path.Combine(pgData, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : EnsureUnused(pgData);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LocalServerException($"'{pgData}' belongs to another user. Start as that user, or move the folder away.", e);
        }
    }

    /// <summary>The account to serve the folder as; null means the own one.</summary>
    public static async Task<ServerAccount?> AccountForAsync(string pgData, CancellationToken cancellationToken)
    {
        if (!ServerFolder.NeedsOtherAccount)
        {
            return null;
        }

        if (!Directory.Exists(pgData))
        {
            return ServerAccount.Nobody;
        }

        // PostgreSQL serves a folder only as its owner: data made by an ordinary user stays that user's.
        var (_, output) = await ChildProcess.RunAsync(new("stat", ["-c", "%u %g", pgData]), cancellationToken: cancellationToken);
        return output is [var line] && line.Split(' ') is [var user, var group] && uint.TryParse(user, out var uid) && uint.TryParse(group, out var gid) && uid != 0
            ? new(uid, gid)
            : throw new LocalServerException($"'{pgData}' must belong to an ordinary user, because PostgreSQL does not run as root (stat: {string.Join(' ', output)}).");
    }

    /// <summary>
    /// Removes the lock file of a server that is gone. One that is still there may be on its way out (its owner was killed a moment
    /// ago), so it gets ten seconds.
    /// </summary>
    /// <exception cref="LocalServerException">A server is using the folder.</exception>
    public static async Task ReleaseFromStaleServerAsync(string pgData, CancellationToken cancellationToken)
    {
        var lockFile = Path.Combine(pgData, "postmaster.pid");
        var waiting = Stopwatch.StartNew();
        while (File.Exists(lockFile))
        {
            // Lines: process id, data folder, start time, port, socket folder, listen address, …
            var lines = await File.ReadAllLinesAsync(lockFile, cancellationToken);
            if (lines.Length == 0 || !int.TryParse(lines[0], out var processId) || !IsPostgres(processId))
            {
                File.Delete(lockFile);
                return;
            }

            if (waiting.Elapsed > EndOfOtherServer)
            {
                throw new LocalServerException(
                    $"A PostgreSQL server (process {processId}, port {lines.ElementAtOrDefault(3) ?? "?"}) is using '{pgData}'. Stop it, or use another data folder.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    private static int? EnsureUnused(string pgData) => Directory.Exists(pgData) && Directory.EnumerateFileSystemEntries(pgData).Any()
        ? throw new LocalServerException($"'{pgData}' is not empty and holds no PostgreSQL data. Move it away, or use another data folder.")
        : null;

    private static bool IsPostgres(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // ended, possibly while we looked
        }
    }
}
