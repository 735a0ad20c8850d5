namespace Arena.Ratings.Engine.Tests;

/// <summary>Krippendorff's α against his own example: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C.</summary>
public class AgreementTests
{
    /// <summary>Four observers, twelve units; 0 is no rating.</summary>
    private static readonly int[][] Observers =
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];

    private static List<int[]> Units => [.. Enumerable.Range(0, 12).Select(unit => Observers.Select(observer => observer[unit]).Where(rating => rating > 0).ToArray())];

    [Fact]
    public void The_published_example_gives_the_published_figures()
    {
        var nominal = KrippendorffAlpha.Nominal(Units)!;
        var interval = KrippendorffAlpha.Interval(Units.Select(unit => (IReadOnlyList<double>)[.. unit.Select(rating => (double)rating)]))!;

        Assert.Equal((0.743, 0.849, 11, 40), (Math.Round(nominal.Alpha, 3), Math.Round(interval.Alpha, 3), nominal.Units, interval.Ratings));
    }

    [Fact]
    public void Who_always_agree_have_one_and_who_always_differ_have_less_than_chance() => Assert.Equal(
        (1.0, -0.5),
        (KrippendorffAlpha.Nominal([[1, 1], [2, 2], [1, 1]])!.Alpha, KrippendorffAlpha.Nominal([[1, 2], [2, 1]])!.Alpha));

    [Fact]
    public void Where_nothing_could_differ_nothing_is_said() => Assert.Equal(
        (null, null, null),
        (KrippendorffAlpha.Nominal([]), KrippendorffAlpha.Interval([[1.0], [2.0]]), KrippendorffAlpha.Interval([[3.0, 3.0], [3.0, 3.0]])));
}
