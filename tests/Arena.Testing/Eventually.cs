using Xunit;

namespace Arena.Testing;

/// <summary>Waits for something that another process does, of which it sends no notice.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns once the condition holds.</summary>
    /// <param name="condition">Asked every 20 ms.</param>
    /// <param name="what">The condition in words, for the error.</param>
    /// <exception cref="TimeoutException">It does not hold after a minute.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"It did not happen within {Limit.TotalSeconds} s that {what}.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
