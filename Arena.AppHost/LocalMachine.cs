using System.ComponentModel;
using System.Diagnostics;

namespace Arena.AppHost;

/// <summary>What this machine can run. Asked only where a choice depends on it.</summary>
internal static class LocalMachine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The container runtime that answers, <c>docker</c> or <c>podman</c>; the one that Aspire's own variable names goes first.</summary>
    public static string? FindContainerRuntime()
    {
        string[] known = ["docker", "podman"];
        var named = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME");
        return known.OrderByDescending(runtime => runtime == named).FirstOrDefault(runtime => Answers(runtime, "info"));
    }

    public static bool HasNvidiaGpu() => Answers("nvidia-smi", "--list-gpus");

    public static bool HasOllama() => Answers("ollama", "--version");

    private static bool Answers(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
            {
                return process.ExitCode == 0;
            }

            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
