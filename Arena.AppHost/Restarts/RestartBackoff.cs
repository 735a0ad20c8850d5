namespace Arena.AppHost.Restarts;

/// <summary>How often a resource ended in a row, and how long to wait before the next attempt.</summary>
/// <param name="options">The delays.</param>
/// <param name="random">Spreads the attempts of those that ended together.</param>
internal sealed class RestartBackoff(RestartOptions options, Random random)
{
    private const double Spread = 0.2;

    /// <summary>Ends since it last ran long enough.</summary>
    public int Ends { get; private set; }

    public bool IsCrashLoop => Ends >= options.CrashLoopAfter;

    /// <summary>It ended after it had run for a while.</summary>
    /// <returns>FirstDelay × 2^(ends − 1), at most MaxDelay, give or take a fifth.</returns>
    public TimeSpan Next(TimeSpan ran)
    {
        Ends = ran >= options.StableAfter ? 1 : Ends + 1;
        var factor = Math.Min(Math.Pow(2, Ends - 1), options.MaxDelay / options.FirstDelay);
        return options.FirstDelay * factor * (1 + (Spread * ((2 * random.NextDouble()) - 1)));
    }
}
