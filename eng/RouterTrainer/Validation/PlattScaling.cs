using Arena.Router.Classification.Model;

namespace Arena.RouterTrainer.Validation;

/// <summary>
/// Fits slope and offset of a logistic curve to scores (Platt 1999), by Newton's method. Sources count the same, and so do the two answers:
/// nobody knows how often tools are needed where the model will be used.
/// </summary>
internal static class PlattScaling
{
    private const int Steps = 50;
    private const double Ridge = 1e-6;

    public static Calibration Fit(IReadOnlyList<OutOfSetRow> rows)
    {
        var counts = rows.CountBy(KeyOf).ToDictionary();
        var keys = counts.Keys.CountBy(key => key.IsPositive).ToDictionary();
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            double g0 = 0, g1 = 0, h00 = Ridge, h01 = 0, h11 = Ridge;
            foreach (var row in rows)
            {
                var key = KeyOf(row);
                var weight = 1.0 / (counts[key] * keys[key.IsPositive]);
                var p = new Calibration(slope, offset).Of(row.Score);
                var (error, curvature) = (weight * (p - (key.IsPositive ? 1 : 0)), weight * p * (1 - p));
                g0 += error * row.Score;
                g1 += error;
                h00 += curvature * row.Score * row.Score;
                h01 += curvature * row.Score;
                h11 += curvature;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            slope -= ((h11 * g0) - (h01 * g1)) / determinant;
            offset -= ((h00 * g1) - (h01 * g0)) / determinant;
        }

        return new(slope, offset);
    }

    /// <summary>The rows with probabilities, each by a curve that was fitted without its set.</summary>
    public static IReadOnlyList<OutOfSetRow> OutOfSet(IReadOnlyList<OutOfSetRow> rows) =>
    [
        .. rows.GroupBy(row => row.Row.Set, StringComparer.Ordinal).SelectMany(set =>
        {
            var curve = Fit([.. rows.Where(row => row.Row.Set != set.Key)]);
            return set.Select(row => row with { Probability = curve.Of(row.Score) });
        }),
    ];

    private static (string Source, bool IsPositive) KeyOf(OutOfSetRow row) => (row.Row.Source, row.Row.IsPositive);
}
