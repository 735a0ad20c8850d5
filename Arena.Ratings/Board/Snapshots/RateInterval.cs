using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Snapshots;

/// <summary>A share with its 95 % Wilson interval. Source: Wilson, Journal of the American Statistical Association 22 (1927), 209–212.</summary>
internal sealed record RateInterval(double Rate, double Lower, double Upper)
{
    /// <summary>Null without any trial.</summary>
    public static RateInterval? Of(long successes, long trials)
    {
        if (trials == 0)
        {
            return null;
        }

        var (n, p, z2) = ((double)trials, (double)successes / trials, Interval.Z * Interval.Z);
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Interval.Z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return new(p, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
