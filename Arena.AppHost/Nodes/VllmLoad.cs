using System.Globalization;

namespace Arena.AppHost.Nodes;

/// <summary>How busy a vLLM server is, over all its engines.</summary>
/// <param name="Tokens">Generated since it started.</param>
internal sealed record VllmLoad(double Running, double Waiting, double Tokens)
{
    /// <summary>
    /// Reads Prometheus text (https://docs.vllm.ai/en/latest/usage/metrics.html): <c>vllm:num_requests_running{model_name="a"} 2.0</c>.
    /// Null when it is not that of vLLM.
    /// </summary>
    public static VllmLoad? Read(string text)
    {
        var sums = text.Split('\n')
            .Where(line => line.StartsWith("vllm:", StringComparison.Ordinal))
            .Select(line => (Name: line["vllm:".Length..].Split('{', ' ')[0], Value: line.Trim().Split(' ')[^1]))
            .GroupBy(sample => sample.Name, sample => sample.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, Sum, StringComparer.Ordinal);
        return sums.TryGetValue("num_requests_running", out var running)
            ? new(running, sums.GetValueOrDefault("num_requests_waiting"), sums.GetValueOrDefault("generation_tokens_total"))
            : null;
    }

    /// <summary>Tokens a second since an earlier look; a server that started anew counts from its start.</summary>
    public double RateSince(VllmLoad? earlier, TimeSpan elapsed) =>
        earlier is null || elapsed <= TimeSpan.Zero ? 0 : Math.Round((Tokens >= earlier.Tokens ? Tokens - earlier.Tokens : Tokens) / elapsed.TotalSeconds);

    private static double Sum(IEnumerable<string> values) =>
        values.Sum(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
