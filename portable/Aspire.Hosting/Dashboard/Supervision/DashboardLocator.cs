using Arena.LocalServers;
using Arena.LocalServers.Processes;

namespace Aspire.Hosting.Dashboard.Supervision;

/// <summary>
/// Finds the <c>aspire</c> program: the one that is configured, else the one on PATH if it is of the version that this engine was
/// verified with or later, else the npm package.
/// </summary>
internal sealed class DashboardLocator(DashboardSettings settings, DashboardPackage package)
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Why there cannot be a dashboard, or null. Known at once, before anything is downloaded.</summary>
    public string? Obstacle =>
        !settings.IsEnabled ? "it is switched off"
        : settings.Program is { } named ? (File.Exists(named) ? null : $"{DashboardSettings.ProgramKey} is '{named}', which does not exist")
        : ExecutableSearch.OnPath("aspire") is null && package.Obstacle is { } obstacle ? $"{obstacle}; {DashboardSettings.ProgramKey} can name the program aspire"
        : null;

    /// <summary>Installs the program if need be.</summary>
    /// <exception cref="LocalServerException">It cannot be installed.</exception>
    public async Task<DashboardProgram> FindAsync(CancellationToken cancellationToken)
    {
        if (settings.Program is { } named)
        {
            return new(Path.GetFullPath(named), Home: null);
        }

        return ExecutableSearch.OnPath("aspire") is { } installed && await IsRecentAsync(installed, cancellationToken)
            ? new(installed, Home: null)
            : await package.InstallAsync(cancellationToken);
    }

    /// <summary>It says, for example, <c>13.5.4+9c1b401dd6</c>.</summary>
    private static async Task<bool> IsRecentAsync(string program, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(VersionTimeout);
        try
        {
            var (_, output) = await ChildProcess.RunAsync(new(program, ["--version"]), cancellationToken: patience.Token);
            return output.Select(line => line.Split('+', '-')[0])
                .Any(line => Version.TryParse(line, out var version) && version >= Version.Parse(DashboardPackage.Version));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
