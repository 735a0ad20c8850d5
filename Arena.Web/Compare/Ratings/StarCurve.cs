namespace Arena.Web.Compare.Ratings;

/// <summary>
/// A smooth line through points over time: at each moment the mean of all points, each weighted by a Gaussian of its distance in time
/// (Nadaraya 1964, Watson 1964). It stays between the lowest and the highest point.
/// </summary>
internal static class StarCurve
{
    private const int Samples = 60;

    /// <summary>The width of the Gaussian, as a share of the time from the first point to the last.</summary>
    private const double Bandwidth = 1.0 / 10;

    /// <summary>The line.</summary>
    /// <param name="points">Oldest first.</param>
    /// <returns>Evenly spread over the time of the points; one for points of one moment, none for none.</returns>
    public static IReadOnlyList<StarMark> Through(IReadOnlyList<StarMark> points)
    {
        if (points.Count == 0)
        {
            return [];
        }

        var (first, span) = (points[0].At, points[^1].At - points[0].At);
        return span == TimeSpan.Zero
            ? [new(first, points.Average(point => point.Stars))]
            : [.. Enumerable.Range(0, Samples).Select(i => first + (span * ((double)i / (Samples - 1)))).Select(at => new StarMark(at, MeanAt(at, points, span)))];
    }

    private static double MeanAt(DateTimeOffset at, IReadOnlyList<StarMark> points, TimeSpan span)
    {
        // Relative to the nearest point: far from all of them every weight would be 0.
        var distances = points.Select(point => (point.At - at) / (span * Bandwidth)).Select(distance => distance * distance / 2).ToList();
        var nearest = distances.Min();
        var (sum, weights) = (0.0, 0.0);
        foreach (var (point, distance) in points.Zip(distances))
        {
            var weight = Math.Exp(nearest - distance);
            sum += weight * point.Stars;
            weights += weight;
        }

        return sum / weights;
    }
}
