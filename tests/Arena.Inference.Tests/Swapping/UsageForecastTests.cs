using Arena.Inference.Nodes.Lifecycle;

namespace Arena.Inference.Tests.Swapping;

public sealed class UsageForecastTests
{
    private static readonly DateTimeOffset Morning = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_used_at_this_hour_is_likely_the_most_used_first_and_what_is_used_at_another_is_not()
    {
        var usage = new UsageForecast();
        Use(usage, "a", Morning, 3);
        Use(usage, "b", Morning, 5);
        Use(usage, "once", Morning, 1);
        Use(usage, "evening", Morning.AddHours(10), 9);

        Assert.Equal(["b", "a"], usage.Likely(Morning));
        Assert.Equal(["evening"], usage.Likely(Morning.AddHours(9.6))); // half an hour ahead
        Assert.Empty(usage.Likely(Morning.AddHours(4)));
    }

    [Fact]
    public void Each_day_counts_half_as_much_as_the_one_after()
    {
        var usage = new UsageForecast();
        Use(usage, "then", Morning, 10);
        Use(usage, "now", Morning.AddDays(2), 4);

        Assert.Equal(["now", "then"], usage.Likely(Morning.AddDays(2)));
        Assert.Empty(usage.Likely(Morning.AddDays(5)));
    }

    private static void Use(UsageForecast usage, string model, DateTimeOffset at, int times)
    {
        for (var i = 0; i < times; i++)
        {
            usage.Used(model, at.AddMinutes(i));
        }
    }
}
