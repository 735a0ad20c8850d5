using System.Diagnostics;

namespace Arena.Ratings.Bench;

/// <summary>Times two ways of doing the same in turn, so that what else the machine does falls on both. Processor time, of all threads, hardly feels it.</summary>
internal static class Report
{
    public static void Row(string work, int runs, Action ours, Action baseline, string baselineIs, int scale = 1)
    {
        ours();
        baseline();
        var (mine, other, processor) = (new double[runs], new double[runs], new double[runs]);
        for (var run = 0; run < runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            mine[run] = Milliseconds(ours);
            processor[run] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            other[run] = Milliseconds(baseline) * scale;
        }

        Array.Sort(mine);
        Array.Sort(other);
        Array.Sort(processor);
        var (a, b) = (mine[runs / 2], other[runs / 2]);
        Console.WriteLine($"| {work} | {a:F1} ms (best {mine[0]:F1}) | {processor[runs / 2]:F0} ms | {b:N0} ms | {b / a:F1} | {baselineIs} |");
    }

    private static double Milliseconds(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
