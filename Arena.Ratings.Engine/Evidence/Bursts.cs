namespace Arena.Ratings.Engine;

/// <summary>Ways of voting faster than people read.</summary>
[Flags]
public enum BurstSigns
{
    None = 0,

    /// <summary>More than 20 % of the last 50 votes came within a second of the one before.</summary>
    Instant = 1,

    /// <summary>More than 60 % came within three seconds, among them ten in a row within five.</summary>
    Rapid = 2,

    /// <summary>Twice ten in a row within five seconds each.</summary>
    Runs = 4,

    /// <summary>More than 100 votes within three hours.</summary>
    ManyInHours = 8,

    /// <summary>More than 720 votes within a day.</summary>
    ManyInADay = 16,
}

/// <summary>Finds bursts in the times of one voter's votes. Source: TTS-AGI/TTS-Arena-V2 <c>security.py</c>.</summary>
public static class Bursts
{
    private const int Window = 50;
    private const int Run = 10;

    /// <summary>The signs that a voter's votes show; a voter with a single vote shows none.</summary>
    /// <param name="times">When the votes were cast, in any order.</param>
    public static BurstSigns Of(IEnumerable<DateTimeOffset> times)
    {
        var sorted = times.Order().ToArray();
        var gaps = sorted.Zip(sorted.Skip(1), (before, after) => (after - before).TotalSeconds).TakeLast(Window - 1).ToArray();
        var signs = Crowded(sorted, 100, TimeSpan.FromHours(3)) ? BurstSigns.ManyInHours : BurstSigns.None;
        signs |= Crowded(sorted, 30 * 24, TimeSpan.FromDays(1)) ? BurstSigns.ManyInADay : BurstSigns.None;
        if (gaps.Length < Run)
        {
            return signs; // a share of a handful says nothing
        }

        var runs = RunsWithin(gaps, 5);
        signs |= gaps.Count(gap => gap < 1) > 0.2 * gaps.Length ? BurstSigns.Instant : BurstSigns.None;
        signs |= runs >= 1 && gaps.Count(gap => gap < 3) > 0.6 * gaps.Length ? BurstSigns.Rapid : BurstSigns.None;
        return signs | (runs >= 2 ? BurstSigns.Runs : BurstSigns.None);
    }

    private static bool Crowded(DateTimeOffset[] sorted, int most, TimeSpan span)
    {
        for (var last = most; last < sorted.Length; last++)
        {
            if (sorted[last] - sorted[last - most] < span)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Stretches of ten votes in a row, none counted twice.</summary>
    private static int RunsWithin(double[] gaps, double seconds)
    {
        var (runs, length) = (0, 0);
        foreach (var gap in gaps)
        {
            length = gap < seconds ? length + 1 : 0;
            if (length == Run)
            {
                runs++;
                length = 0;
            }
        }

        return runs;
    }
}
