using System.Collections.Immutable;

namespace Arena.LocalServers.Processes;

/// <summary>What to run: a program, its arguments, its folder and what its environment has beyond that of this process.</summary>
public sealed record ProcessCommand(string FileName, ImmutableArray<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the inherited environment; a null value removes the variable.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>How the program is asked to end: SIGTERM, or SIGINT for PostgreSQL (its fast shutdown).</summary>
    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;
}

/// <summary>The signal that asks a process to end; the values are the signal numbers.</summary>
public enum StopSignal
{
    Interrupt = 2,
    Terminate = 15,
}
