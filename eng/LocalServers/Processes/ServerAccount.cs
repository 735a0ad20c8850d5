namespace Arena.LocalServers.Processes;

/// <summary>The numeric user and group that a server runs as when the owner is root.</summary>
internal sealed record ServerAccount(uint UserId, uint GroupId)
{
    /// <summary>The unprivileged account that exists as a number on every system ("nobody").</summary>
    public static readonly ServerAccount Nobody = new(65534, 65534);

    /// <summary>The same command, run with this account's rights only.</summary>
    /// <exception cref="LocalServerException">setpriv (util-linux) is not installed.</exception>
    public ProcessCommand Wrap(ProcessCommand command) => command with
    {
        FileName = ExecutableSearch.OnPath("setpriv") ?? throw new LocalServerException(
            $"As root, '{Path.GetFileName(command.FileName)}' runs only with dropped privileges, and setpriv (util-linux) is not installed. Use an ordinary user."),
        Arguments = [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--", command.FileName, .. command.Arguments],
        WorkingDirectory = "/",
    };
}
