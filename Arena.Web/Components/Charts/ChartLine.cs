namespace Arena.Web.Components.Charts;

/// <summary>One line of a chart, its points in order.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<ChartPoint> Points);

public sealed record ChartPoint(DateTimeOffset At, double Value);
