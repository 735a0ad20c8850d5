namespace Arena.Web.Components.Charts;

/// <summary>A moment below a chart: its day, with the time (UTC) where days alone would not tell the marks apart.</summary>
internal static class TimeLabel
{
    private static readonly TimeSpan FewDays = TimeSpan.FromDays(3);

    public static string Of(DateTimeOffset at, TimeSpan span) => at.UtcDateTime.ToString(span < FewDays ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd");
}
