namespace Arena.Ratings.Engine;

/// <summary>
/// Krippendorff's α: how far several raters agree beyond chance, for any number of raters, also where some of them did not rate
/// everything. 1 is agreement, 0 what chance gives, below 0 worse than that. A unit with one rating says nothing and is left out.
/// K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), https://repository.upenn.edu/asc_papers/43/.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>Of numbers, where a disagreement weighs with the square of its distance.</summary>
    /// <param name="units">The ratings of each unit.</param>
    /// <returns>Null where nothing could differ: fewer than two ratings that can be compared, or all of them alike.</returns>
    public static Agreement? Interval(IEnumerable<IReadOnlyList<double>> units)
    {
        var pairable = units.Where(unit => unit.Count > 1).ToList();
        return Of(pairable.ConvertAll(unit => (unit.Count, Distances(unit))), Distances([.. pairable.SelectMany(unit => unit)]));
    }

    /// <summary>Of names, which are the same or not.</summary>
    /// <inheritdoc cref="Interval"/>
    public static Agreement? Nominal(IEnumerable<IReadOnlyList<int>> units)
    {
        var pairable = units.Where(unit => unit.Count > 1).ToList();
        return Of(pairable.ConvertAll(unit => (unit.Count, Differences(unit))), Differences([.. pairable.SelectMany(unit => unit)]));
    }

    private static Agreement? Of(List<(int Ratings, double Distance)> units, double expected)
    {
        double n = units.Sum(unit => unit.Ratings);
        if (n < 2 || expected == 0)
        {
            return null;
        }

        var observed = units.Sum(unit => unit.Distance / (unit.Ratings - 1)) / n;
        return new(1 - (observed / (expected / (n * (n - 1)))), units.Count, (int)n);
    }

    /// <summary>Σ (a − b)² over all ordered pairs, as 2 · (n · Σ v² − (Σ v)²); about the mean, so that nothing cancels.</summary>
    private static double Distances(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        var mean = values.Average();
        return 2.0 * values.Count * values.Sum(value => (value - mean) * (value - mean));
    }

    /// <summary>Ordered pairs that differ.</summary>
    private static double Differences(IReadOnlyList<int> values) =>
        ((double)values.Count * values.Count) - values.CountBy(value => value).Sum(same => (double)same.Value * same.Value);
}

/// <summary>An agreement, and what it rests on.</summary>
/// <param name="Units">That at least two raters rated.</param>
/// <param name="Ratings">Of these units.</param>
public sealed record Agreement(double Alpha, int Units, int Ratings);
