using System.Diagnostics;
using Arena.LocalServers.Processes;

namespace Arena.Bench.Streaming;

/// <summary>One way to the model: an address, and the processes that stand between it and the model.</summary>
internal sealed record ProxyPath(string Name, Uri Address, IReadOnlyList<ChildProcess> Between)
{
    /// <summary>Processor time of what stands between, since its start.</summary>
    public TimeSpan ProcessorTime()
    {
        var sum = TimeSpan.Zero;
        foreach (var child in Between)
        {
            using var process = Process.GetProcessById(child.Id);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
