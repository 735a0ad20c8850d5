namespace Arena.LocalServers.Processes;

/// <summary>Finds programs as a shell does.</summary>
public static class ExecutableSearch
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? OnPath(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => In(folder, name)).FirstOrDefault(path => path is not null);
    }

    /// <summary>The full path of a program in a folder, or null.</summary>
    public static string? In(string folder, string name)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return suffixes.Select(suffix => Path.Combine(folder, name + suffix)).FirstOrDefault(IsProgram);
    }

    /// <summary>A link may lead nowhere, and a file that is there need not be one that can be run.</summary>
    private static bool IsProgram(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return File.Exists(target)
            && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(target) & AnyExecute) is not UnixFileMode.None);
    }
}
