using System.Diagnostics;
using Arena.LocalServers.Processes;

namespace Arena.Bench.ColdStart;

/// <summary>A program that is started, timed until an address answers 200, and stopped.</summary>
internal static class StartedProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    /// <summary>Seconds from the start of the process to the first 200.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time; with what it wrote.</exception>
    public static async Task<double> TimeAsync(ProcessCommand command, Uri address)
    {
        var output = new Arena.LocalServers.OutputTail();
        var start = Stopwatch.GetTimestamp();
        await using var process = ChildProcess.Start(command, line => output.Add(line.Text));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (!await AnswersAsync(client, address))
        {
            if (process.Exited.IsCompleted || Stopwatch.GetElapsedTime(start) > Limit)
            {
                throw new InvalidOperationException($"{address} did not answer:{Environment.NewLine}{output}");
            }

            await Task.Delay(Step);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await process.StopAsync(Grace);
        return seconds;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address)
    {
        try
        {
            using var response = await client.GetAsync(address);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
