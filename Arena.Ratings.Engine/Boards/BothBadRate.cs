namespace Arena.Ratings.Engine;

/// <summary>
/// How often a model's battles ended with "both are bad": a quality of its own, which no comparison shows.
/// </summary>
/// <param name="Share">0 … 1.</param>
/// <param name="Interval">95 %, by Wilson's score. Source: Wilson, Journal of the American Statistical Association 22 (1927).</param>
public sealed record BothBadRate(string Model, long Battles, long BothBad, double Share, Interval Interval)
{
    /// <summary>One rate per model of a tally, in its order; models without a vote are left out.</summary>
    public static IReadOnlyList<BothBadRate> Of(Tally votes)
    {
        var (battles, bad) = (new long[votes.Models.Count], new long[votes.Models.Count]);
        foreach (var pair in votes.Pairs)
        {
            var all = Enum.GetValues<Preference>().Sum(pair.Count);
            battles[pair.Left] += all;
            battles[pair.Right] += all;
            bad[pair.Left] += pair.Count(Preference.BothBad);
            bad[pair.Right] += pair.Count(Preference.BothBad);
        }

        return
        [
            .. Enumerable.Range(0, battles.Length).Where(model => battles[model] > 0)
                .Select(model => new BothBadRate(
                    votes.Models[model], battles[model], bad[model], (double)bad[model] / battles[model], Wilson(bad[model], battles[model]))),
        ];
    }

    private static Interval Wilson(double hits, double trials)
    {
        const double Square = Engine.Interval.Z * Engine.Interval.Z;
        var centre = (hits + (Square / 2)) / (trials + Square);
        var half = Engine.Interval.Z / (trials + Square) * Math.Sqrt((hits * (trials - hits) / trials) + (Square / 4));
        return new(centre - half, centre + half);
    }
}
