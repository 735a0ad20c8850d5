using System.Collections.Immutable;
using Arena.LocalServers.Processes;

namespace Arena.Ratings.Tests.Hosting;

/// <summary>A verb of the ratings service as a person runs it: a process of its own, in a folder, on a ledger.</summary>
internal sealed class RatingsVerb(string connectionString, string folder)
{
    /// <summary>What it came to.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new List<string>(), new List<string>());
        var (exitCode, _) = await ChildProcess.RunAsync(
            new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Arena.Ratings.dll"), .. args])
            {
                WorkingDirectory = folder,
                Environment = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["ConnectionStrings__ratings-db"] = connectionString,
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null,
                }),
            },
            line => Keep(line.IsError ? error : output, line.Text),
            TestContext.Current.CancellationToken);
        return (exitCode, string.Join('\n', output), string.Join('\n', error));
    }

    private static void Keep(List<string> lines, string line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
    }
}
