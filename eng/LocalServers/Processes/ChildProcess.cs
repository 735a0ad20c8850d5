using System.Diagnostics;

namespace Arena.LocalServers.Processes;

/// <summary>
/// A process that this one owns: in a session of its own where the system allows it (so that Ctrl+C on the terminal reaches only
/// the owner), guarded by <see cref="ProcessReaper"/> (so that it does not outlive an owner that is killed), and stopped with its
/// whole group.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);
    private static readonly string? SetSid = OperatingSystem.IsWindows() ? null : ExecutableSearch.OnPath("setsid");

    private readonly Process _process;
    private readonly ProcessCommand _command;
    private readonly Action<OutputLine> _output;

    private ChildProcess(Process process, ProcessCommand command, Action<OutputLine> output)
    {
        (_process, _command, _output) = (process, command, output);
        Id = process.Id;
        Exited = WatchAsync();
    }

    public int Id { get; }

    /// <summary>Completes with the exit code when the process has ended and its output is read.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="output">Called for each line that it writes, from any thread, one call at a time per stream.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static ChildProcess Start(ProcessCommand command, Action<OutputLine> output)
    {
        var info = new ProcessStartInfo
        {
            // setsid replaces itself by the command, so that the process id stays the one we know.
            FileName = SetSid ?? command.FileName,
            WorkingDirectory = command.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in SetSid is null ? command.Arguments : command.Arguments.Insert(0, command.FileName))
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in command.Environment)
        {
            info.Environment[name] = value;
        }

        if (OperatingSystem.IsWindows())
        {
            info.CreateNewProcessGroup = true; // Ctrl+C stays with us; we send Ctrl+Break
        }

        // setsid would report a missing program only by its exit code.
        if (Path.IsPathRooted(command.FileName) && !File.Exists(command.FileName))
        {
            throw new FileNotFoundException($"The program '{command.FileName}' does not exist.", command.FileName);
        }

        ProcessReaper.EnsureStarted();
        var process = Process.Start(info) ?? throw new InvalidOperationException($"'{command.FileName}' did not start.");
        ProcessReaper.Guard(process, command.StopSignal);
        process.StandardInput.Close();
        return new(process, command, output);
    }

    /// <summary>Runs a command to its end and returns its exit code and output lines. Cancellation stops it.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Output)> RunAsync(
        ProcessCommand command, Action<OutputLine>? output = null, CancellationToken cancellationToken = default)
    {
        var lines = new List<string>();
        var child = Start(command, line =>
        {
            lock (lines)
            {
                lines.Add(line.Text);
            }

            output?.Invoke(line);
        });
        await using (child)
        {
            var exitCode = await child.Exited.WaitAsync(cancellationToken);
            lock (lines)
            {
                return (exitCode, lines.ToArray());
            }
        }
    }

    /// <summary>Asks the process to end, and kills it with its group when it has not done so within <paramref name="grace"/>.</summary>
    /// <returns>True when it ended by itself, false when it had to be killed.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        var graceful = true;
        if (!Exited.IsCompleted)
        {
            Signal((int)_command.StopSignal);
            try
            {
                await Exited.WaitAsync(grace);
            }
            catch (TimeoutException)
            {
                graceful = false;
            }
        }

        KillGroup();
        await Exited;
        return graceful;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(DefaultGrace);
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.SendCtrlBreak(Id);
        }
        else if (!Unix.Signal(-Id, signal))
        {
            Unix.Signal(Id, signal); // no group of its own (no setsid on this system)
        }
    }

    private void KillGroup()
    {
        if (!OperatingSystem.IsWindows())
        {
            // By number, not through the Process object, which another caller may have disposed of by now.
            Unix.Signal(-Id, 9);
            if (SetSid is null && !Exited.IsCompleted)
            {
                Unix.Signal(Id, 9);
            }
        }
        else if (!Exited.IsCompleted)
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended in the meantime.
            }
        }
    }

    private async Task<int> WatchAsync()
    {
        var reading = Task.WhenAll(ReadAsync(_process.StandardOutput, false), ReadAsync(_process.StandardError, true));
        await _process.WaitForExitAsync();
        ProcessReaper.Release(Id);
        try
        {
            // A grandchild may still hold the pipes.
            await reading.WaitAsync(DrainTimeout);
        }
        catch (TimeoutException)
        {
            // What it writes from here on has no reader.
        }

        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader, bool isError)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                _output(new(line, isError));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process was disposed while a grandchild held the pipe.
        }
    }
}
