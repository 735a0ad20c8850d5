using System.Security.Cryptography;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers;

/// <summary>Folders of servers: temporary ones, and ones that a server without root's rights can reach.</summary>
public static class ServerFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Searchable = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Whether servers of this process must run as another user, because PostgreSQL refuses root.</summary>
    public static bool NeedsOtherAccount => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Makes a new empty folder that is deleted when this process ends, if not before.</summary>
    public static string CreateTemporary(string purpose)
    {
        var parent = IsReachable(Path.GetTempPath()) ? Path.GetTempPath() : "/tmp";
        var folder = Path.Combine(parent, $"arena-{purpose}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        ProcessReaper.RemoveAtEnd(folder);
        Create(folder, searchable: true);
        return folder;
    }

    public static void DeleteTemporary(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        ProcessReaper.Keep(folder);
    }

    public static void Create(string folder, bool searchable)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, searchable ? Searchable : Private);
    }

    /// <summary>Whether the account that servers run as can pass through this folder and all above it.</summary>
    public static bool IsReachable(string folder)
    {
        if (!NeedsOtherAccount || OperatingSystem.IsWindows())
        {
            return true;
        }

        for (var current = new DirectoryInfo(Path.GetFullPath(folder)); current is not null; current = current.Parent)
        {
            if (current.Exists && !current.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
