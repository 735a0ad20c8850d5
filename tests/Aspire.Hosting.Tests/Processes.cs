using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Tests;

/// <summary>Processes of this machine.</summary>
internal static class Processes
{
    /// <summary>Whether it runs; one that has ended and was not collected by its parent does not.</summary>
    public static bool IsAlive(int processId)
    {
        var status = $"/proc/{processId}/stat";
        if (OperatingSystem.IsLinux())
        {
            try
            {
                return File.ReadAllText(status).Split(") ")[^1][0] is not ('Z' or 'X');
            }
            catch (IOException)
            {
                return false;
            }
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>All processes whose environment has this variable with this value (Linux).</summary>
    public static IReadOnlyList<int> WithEnvironment(string name, string value)
    {
        var wanted = $"{name}={value}";
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id != 0 && IsAlive(id) && EnvironmentOf(id).Contains(wanted, StringComparer.Ordinal)),
        ];
    }

    private static string[] EnvironmentOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/environ").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
