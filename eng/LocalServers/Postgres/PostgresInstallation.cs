using System.Globalization;
using System.Text.RegularExpressions;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Postgres;

/// <summary>The server programs of one PostgreSQL version.</summary>
internal sealed partial record PostgresInstallation(string BinariesDirectory, int Major)
{
    public string InitDb => Tool(BinariesDirectory, "initdb")!;

    public string Server => Tool(BinariesDirectory, "postgres")!;

    /// <summary>Looks into a folder; null when it does not hold a PostgreSQL server that runs here.</summary>
    public static async Task<PostgresInstallation?> TryOpenAsync(string folder, CancellationToken cancellationToken)
    {
        if (Tool(folder, "postgres") is not { } server || Tool(folder, "initdb") is null)
        {
            return null;
        }

        var (exitCode, output) = await ChildProcess.RunAsync(new(server, ["--version"]), cancellationToken: cancellationToken);
        var version = VersionPattern().Match(string.Join('\n', output)); // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        return exitCode == 0 && version.Success ? new(folder, int.Parse(version.Groups["major"].Value, CultureInfo.InvariantCulture)) : null;
    }

    private static string? Tool(string folder, string name) => ExecutableSearch.In(folder, name);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}
