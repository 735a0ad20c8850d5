using System.Diagnostics;

namespace Arena.Web.Documents.Extraction;

/// <summary>
/// Runs a program on untrusted bytes: they go in by standard input, the result comes back by standard output, nothing touches the disk.
/// The program gets an empty environment (ours has passwords), a time, a memory and an output limit, may write no file, and is gone when
/// this returns, with its children.
/// </summary>
internal sealed class LimitedProcess(TimeProvider time)
{
    private const string Shell = "/bin/sh";
    private const int ErrorBytes = 4096;
    private const int KibPerMib = 1024;

    // Data segment and anonymous memory (setrlimit(2), RLIMIT_DATA); processor time, for a parent that is killed and cannot end its child;
    // no file, and no core file either.
    private const string Limits = "ulimit -d \"$1\" && ulimit -t \"$2\" && ulimit -f 0 && ulimit -c 0 && shift 2 && exec \"$@\"";

    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns what came of it; only cancellation by the caller throws.</summary>
    public async Task<ProcessResult> RunAsync(ProcessTask task, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo(task)) ?? throw new InvalidOperationException($"'{task.Program}' did not start.");
        using var timeout = new CancellationTokenSource(task.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var watching = WatchMemoryAsync(process, task.MemoryMib, ending);
        var errors = ReadAsync(process.StandardError.BaseStream, ErrorBytes, drain: true, ending.Token);
        var writing = WriteAsync(process.StandardInput.BaseStream, input, ending.Token);
        try
        {
            var (output, whole) = await ReadAsync(process.StandardOutput.BaseStream, task.MaxOutputBytes, drain: false, ending.Token);
            if (!whole)
            {
                return new(ProcessEnd.TooMuchOutput, output, "");
            }

            await writing;
            await process.WaitForExitAsync(ending.Token);
            var (said, _) = await errors;
            return new(process.ExitCode == 0 ? ProcessEnd.Succeeded : ProcessEnd.Failed, output, System.Text.Encoding.UTF8.GetString(said));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(timeout.IsCancellationRequested ? ProcessEnd.TimedOut : ProcessEnd.TooMuchMemory, [], "");
        }
        finally
        {
            await ending.CancelAsync();
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
            await Task.WhenAll(watching, errors, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static ProcessStartInfo StartInfo(ProcessTask task)
    {
        string[] command = File.Exists(Shell)
            ? [Shell, "-c", Limits, "sh", $"{task.MemoryMib * KibPerMib}", $"{Math.Ceiling(task.Timeout.TotalSeconds)}", task.Program, .. task.Arguments]
            : [task.Program, .. task.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = task.Folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        if (OperatingSystem.IsWindows())
        {
            start.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot");
        }

        return start;
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await using (stream)
            {
                await stream.WriteAsync(input, cancellationToken);
            }
        }
        catch (IOException)
        {
            // The program has read enough, or has ended: what it says counts.
        }
    }

    /// <summary>Up to a number of bytes, and whether that was all.</summary>
    private static async Task<(byte[] Bytes, bool Whole)> ReadAsync(Stream stream, int most, bool drain, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await kept.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, most - kept.Length)), cancellationToken);
            if (kept.Length == most && !drain)
            {
                return (kept.ToArray(), false);
            }
        }

        return (kept.ToArray(), true);
    }

    /// <summary>For systems that do not keep to the limit above, and memory that it does not count.</summary>
    private async Task WatchMemoryAsync(Process process, int memoryMib, CancellationTokenSource ending)
    {
        using var timer = new PeriodicTimer(Watch, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                process.Refresh();
                if (process.WorkingSet64 > (long)memoryMib * KibPerMib * KibPerMib)
                {
                    await ending.CancelAsync();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}

/// <summary>A program to run, and what it may use.</summary>
/// <param name="Program">Full path.</param>
/// <param name="Folder">Where it runs.</param>
internal sealed record ProcessTask(
    string Program, IReadOnlyList<string> Arguments, string Folder, TimeSpan Timeout, int MemoryMib, int MaxOutputBytes);

internal sealed record ProcessResult(ProcessEnd End, byte[] Output, string Errors);

internal enum ProcessEnd
{
    Succeeded,

    /// <summary>An exit code other than 0, also when the system refused it more memory.</summary>
    Failed,
    TimedOut,
    TooMuchMemory,

    /// <summary>The output is there up to the limit.</summary>
    TooMuchOutput,
}
