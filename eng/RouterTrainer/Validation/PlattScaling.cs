using Arena.Router.Classification.Model;

namespace Arena.RouterTrainer.Validation;

/// <summary>
/// Fits slope and offset of a logistic curve to scores (Platt 1999), by Newton's method, as if tools were needed in a given share of queries,
/// whatever their share is among the rows.
/// </summary>
internal static class PlattScaling
{
    private const int Steps = 50;
    private const double Ridge = 1e-6;
    private const double SmallestShare = 1e-9;

    public static Calibration Fit(IReadOnlyList<OutOfSetRow> rows, double toolShare)
    {
        var positives = rows.Count(row => row.Row.IsPositive);
        var (positiveWeight, negativeWeight) = (toolShare / positives, (1 - toolShare) / (rows.Count - positives));
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            double g0 = 0, g1 = 0, h00 = Ridge, h01 = 0, h11 = Ridge;
            foreach (var row in rows)
            {
                var weight = row.Row.IsPositive ? positiveWeight : negativeWeight;
                var p = new Calibration(slope, offset).Of(row.Score);
                var (error, curvature) = (weight * (p - (row.Row.IsPositive ? 1 : 0)), weight * p * (1 - p));
                g0 += error * row.Score;
                g1 += error;
                h00 += curvature * row.Score * row.Score;
                h01 += curvature * row.Score;
                h11 += curvature;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            var (slopeStep, offsetStep) = (((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
            var before = Loss(slope, offset);
            var share = 1.0;
            while (share > SmallestShare && !(Loss(slope - (share * slopeStep), offset - (share * offsetStep)) <= before))
            {
                share /= 2; // a whole step can fly past the minimum
            }

            if (share <= SmallestShare)
            {
                break;
            }

            slope -= share * slopeStep;
            offset -= share * offsetStep;
        }

        return new(slope, offset);

        double Loss(double slope, double offset) => rows.Sum(row =>
        {
            var odds = (slope * row.Score) + offset;
            var away = row.Row.IsPositive ? -odds : odds; // log(1 + e^away), without overflow
            return (row.Row.IsPositive ? positiveWeight : negativeWeight) * (Math.Max(away, 0) + Math.Log(1 + Math.Exp(-Math.Abs(away))));
        });
    }

    /// <summary>The rows with probabilities, each by a curve that was fitted without its set.</summary>
    public static IReadOnlyList<OutOfSetRow> OutOfSet(IReadOnlyList<OutOfSetRow> rows, double toolShare) =>
    [
        .. rows.GroupBy(row => row.Row.Set, StringComparer.Ordinal).SelectMany(set =>
        {
            var curve = Fit([.. rows.Where(row => row.Row.Set != set.Key)], toolShare);
            return set.Select(row => row with { Probability = curve.Of(row.Score) });
        }),
    ];
}
