using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Arena.LocalServers.Processes;
using Npgsql;

namespace Arena.Bench.Votes;

/// <summary>PostgreSQL's own load generator with <c>vote.pgbench</c>: one transaction per vote.</summary>
internal static partial class PgBench
{
    /// <summary>The program, beside the server's others; null where it is not installed.</summary>
    public static string? Find() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault()
        : ExecutableSearch.OnPath("pgbench");

    /// <summary>Transactions per second.</summary>
    public static async Task<double> RunAsync(string program, string connectionString, int clients, TimeSpan time)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        ImmutableArray<string> arguments =
        [
            "-n", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T", $"{time.TotalSeconds:F0}", "-f", Path.Combine(AppContext.BaseDirectory, "vote.pgbench"),
            "-h", target.Host!, "-p", $"{target.Port}", "-U", target.Username!, target.Database!,
        ];
        var (exitCode, output) = await ChildProcess.RunAsync(
            new(program, arguments) { Environment = ImmutableDictionary<string, string?>.Empty.Add("PGPASSWORD", target.Password) });
        var text = string.Join('\n', output);
        return exitCode == 0 && Rate().Match(text) is { Success: true } rate
            ? double.Parse(rate.Groups["tps"].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench failed:\n{string.Join('\n', output.Take(10))}");
    }

    // tps = 1234.567890 (without initial connection time)
    [GeneratedRegex(@"tps = (?<tps>[\d.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
