namespace Arena.Bench.Streaming;

/// <summary>The table: figures of each path, and their ratios to bare YARP.</summary>
internal static class Report
{
    public static void Write(TextWriter output, IReadOnlyList<(ProxyPath Path, Result Result)> rows)
    {
        var direct = rows.Single(row => row.Path.Between.Count == 0).Result;
        var yarp = rows.Single(row => row.Path.Name == Stage.YarpName).Result;
        output.WriteLine($"{Load.Streams} streams of {Load.TokensPerStream} tokens at once; then answers of one token");
        output.WriteLine($"| {"path",-22} | first text, ms (p95) | added, ms | CPU per event, µs | ratio | requests per CPU-second | ratio |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (path, result) in rows)
        {
            output.WriteLine(path.Between.Count == 0
                ? $"| {path.Name,-22} | {Milliseconds(result)} | – | – | – | – | – |"
                : $"| {path.Name,-22} | {Milliseconds(result)} | {1000 * (result.FirstText - direct.FirstText):F1} | {1e6 * result.EventCost:F1} | {result.EventCost / yarp.EventCost:F1} | {1 / result.RequestCost:F0} | {yarp.RequestCost / result.RequestCost:F2} |");
        }
    }

    private static string Milliseconds(Result result) => $"{1000 * result.FirstText:F1} ({1000 * result.FirstText95:F1})";
}
