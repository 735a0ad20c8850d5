namespace Arena.Web.Components.Charts;

/// <summary>From values to places along a line, with round numbers marked.</summary>
public sealed record Axis(double From, double To, double Step)
{
    /// <summary>Wide enough for all values, with about <paramref name="marks"/> marks.</summary>
    public static Axis Of(IEnumerable<double> values, int marks = 6)
    {
        var (from, to) = values.Aggregate((Low: double.PositiveInfinity, High: double.NegativeInfinity), (seen, value) => (Math.Min(seen.Low, value), Math.Max(seen.High, value)));
        if (from > to)
        {
            return new(0, 1, 1);
        }

        var rough = Math.Max(to - from, 1e-9) / marks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        return new(Math.Floor(from / step) * step, Math.Max(Math.Ceiling(to / step), Math.Floor(from / step) + 1) * step, step);
    }

    public IEnumerable<double> Marks => Enumerable.Range(0, (int)Math.Round((To - From) / Step) + 1).Select(mark => From + (mark * Step));

    /// <summary>0 at the beginning, 1 at the end.</summary>
    public double Place(double value) => (value - From) / (To - From);

    /// <summary>The same as an SVG length.</summary>
    public string Percent(double value) => $"{Place(value) * 100:0.##}%";
}
