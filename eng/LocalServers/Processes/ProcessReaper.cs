using System.Diagnostics;

namespace Arena.LocalServers.Processes;

/// <summary>
/// Makes sure that no child outlives this process, however it ends. On Unix a small shell script (<c>reaper.sh</c>) holds the other
/// end of a pipe and acts when the pipe closes; PR_SET_PDEATHSIG would not do, because it follows the thread that started the child.
/// On Windows a job object ends its members with its last handle.
/// </summary>
internal static class ProcessReaper
{
    /// <summary>Seconds between the stop signal and the kill, after the owner is gone.</summary>
    private const int GraceSeconds = 5;

    private static readonly Lazy<Process?> Reaper = new(Start);
    private static readonly Lock Writing = new();

    public static void EnsureStarted() => _ = Reaper.Value;

    public static void Guard(Process process, StopSignal signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.AssignToJob(process);
        }
        else
        {
            Send($"guard {process.Id} {(signal == StopSignal.Interrupt ? "INT" : "TERM")}");
        }
    }

    public static void Release(int processId) => Send($"release {processId}");

    /// <summary>Deletes a folder when this process has ended without having done so.</summary>
    public static void RemoveAtEnd(string folder) => Send($"remove {folder}");

    public static void Keep(string folder) => Send($"keep {folder}");

    private static void Send(string order)
    {
        if (Reaper.Value is not { } reaper)
        {
            return;
        }

        lock (Writing)
        {
            try
            {
                reaper.StandardInput.WriteLine(order);
                reaper.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody killed the reaper. The children are still stopped when this process ends in an orderly way.
            }
        }
    }

    private static Process? Start()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        using var script = new StreamReader(typeof(ProcessReaper).Assembly.GetManifestResourceStream("reaper.sh")!);
        var setSid = ExecutableSearch.OnPath("setsid");
        var info = new ProcessStartInfo(setSid ?? "/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        string[] arguments = ["-c", script.ReadToEnd(), "arena-reaper", $"{GraceSeconds}"];
        foreach (var argument in setSid is null ? arguments : ["/bin/sh", .. arguments])
        {
            info.ArgumentList.Add(argument);
        }

        return Process.Start(info);
    }
}
