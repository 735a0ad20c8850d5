using Arena.ModelSimulator.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Answers;

/// <summary>Waits, on the injected clock and stretched by <see cref="SimulatorOptions.TimeScale"/>.</summary>
internal sealed class SimulatedDelay(TimeProvider time, IOptions<SimulatorOptions> options)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public long Timestamp => time.GetTimestamp();

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    public TimeSpan Scale(double seconds) => TimeSpan.FromSeconds(seconds * options.Value.TimeScale);

    public Task WaitAsync(double seconds, CancellationToken cancellationToken) => UntilAsync(Scale(seconds), Timestamp, cancellationToken);

    /// <summary>Waits until <paramref name="due"/> after <paramref name="start"/>; at once when that has passed.</summary>
    public async Task UntilAsync(TimeSpan due, long start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = due - Since(start);
        if (left > TimeSpan.Zero)
        {
            // Timers count whole milliseconds and cut the rest off: rounded up, nothing comes before it is due.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken);
        }
    }
}
