namespace Arena.LocalServers.Processes;

/// <summary>One line that a process wrote.</summary>
public readonly record struct OutputLine(string Text, bool IsError);
