using Arena.Web.Compare.Ratings;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Compare.Tests.Compare;

public class StarCurveTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_line_spans_the_points_and_stays_between_them() => Prop.ForAll<(ushort Hours, byte Stars)[]>(drawn =>
    {
        var points = drawn.OrderBy(one => one.Hours).Select(one => new StarMark(Start.AddHours(one.Hours), 1 + (one.Stars % 5))).ToList();
        var curve = StarCurve.Through(points);
        return points.Count == 0
            ? curve.Count == 0
            : curve[0].At == points[0].At && (curve.Count == 1 || (curve[^1].At - points[^1].At).Duration() < TimeSpan.FromSeconds(1))
                && curve.All(mark => mark.Stars >= points.Min(point => point.Stars) - 1e-9 && mark.Stars <= points.Max(point => point.Stars) + 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_line_follows_the_points()
    {
        var points = Enumerable.Range(0, 20).Select(day => new StarMark(Start.AddDays(day), day < 10 ? 1 : 5)).ToList();

        var curve = StarCurve.Through(points);

        Assert.InRange(curve[0].Stars, 1, 1.05);
        Assert.InRange(curve[^1].Stars, 4.95, 5);
        Assert.True(curve.Zip(curve.Skip(1)).All(pair => pair.First.Stars <= pair.Second.Stars + 1e-9));
    }
}
