using System.ComponentModel;
using System.Diagnostics;

namespace Arena.AppHost.Doctor;

/// <summary>Programs of this machine that are asked something short.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first line that a program answers with, or null when it is missing, fails or is silent.</summary>
    public static async Task<string?> AskAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var late = new CancellationTokenSource(Patience);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var (output, _) = (await process.StandardOutput.ReadToEndAsync(late.Token), await process.StandardError.ReadToEndAsync(late.Token));
                await process.WaitForExitAsync(late.Token);
                return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null; // there is no such program
        }
    }
}
