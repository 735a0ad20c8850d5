namespace Arena.Ratings.Tests.Hosting;

/// <summary>Waits for something that another process does, of which it sends no notice.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

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
