namespace Arena.Ratings.Ledger;

/// <summary>Moments as PostgreSQL keeps them: whole microseconds, UTC. What is answered, stored and sealed is the same to the last digit.</summary>
internal static class Moment
{
    public static DateTimeOffset Stored(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();
}
