namespace Arena.Ratings.Engine;

/// <summary>Votes with the style of both answers. They do not collapse to counts: each keeps four differences, as 32-bit numbers.</summary>
public sealed class StyledVotes
{
    private const int Features = 4;

    private readonly List<float> _differences = [];
    private readonly List<(int Left, int Right, Preference Preference)> _votes = [];

    /// <summary>The same votes without style.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Adds a vote.</summary>
    /// <exception cref="SelfPairException">Both sides are the same model.</exception>
    public void Add(string left, string right, Preference preference, StyleCounts leftStyle, StyleCounts rightStyle)
    {
        Tally.Add(left, right, preference);
        _votes.Add((Tally.IndexOf(left), Tally.IndexOf(right), preference));
        _differences.Add(Difference(leftStyle.Length, rightStyle.Length));
        _differences.Add(Difference(leftStyle.Headers, rightStyle.Headers));
        _differences.Add(Difference(leftStyle.ListItems, rightStyle.ListItems));
        _differences.Add(Difference(leftStyle.Bold, rightStyle.Bold));
    }

    private static float Difference(double left, double right) => left + right > 0 ? (float)((left - right) / (left + right)) : 0;

    /// <summary>One row per vote that a policy counts, sorted like those of a tally; the seat, if asked for, is the last regressor.</summary>
    internal Comparisons Rows(OutcomePolicy policy, bool seat)
    {
        var counted = Enumerable.Range(0, _votes.Count).Where(vote => policy.Counts(_votes[vote].Preference)).ToArray();
        if (counted.Length == 0)
        {
            throw new FitException(_votes.Count == 0 ? "There are no votes." : "No vote is left: all were ties or both bad, which are dropped.");
        }

        var models = counted.SelectMany(vote => new[] { _votes[vote].Left, _votes[vote].Right }).Distinct()
            .OrderBy(model => Tally.Models[model], StringComparer.Ordinal).ToArray();
        var index = new int[Tally.Models.Count];
        for (var i = 0; i < models.Length; i++)
        {
            index[models[i]] = i;
        }

        var width = Features + (seat ? 1 : 0);
        var rows = new Comparisons(
            Array.ConvertAll(models, model => Tally.Models[model]),
            Array.ConvertAll(counted, vote => index[_votes[vote].Left]),
            Array.ConvertAll(counted, vote => index[_votes[vote].Right]))
        {
            FeatureCount = width,
            Features = Standardised(counted, width),
            Penalties = [.. Enumerable.Repeat(StyleControl.Penalty, Features), .. seat ? [0.0] : Array.Empty<double>()],
            RejectedSelfPairs = Tally.RejectedSelfPairs,
        };
        for (var row = 0; row < counted.Length; row++)
        {
            var cell = (row * Comparisons.Outcomes) + (int)(2 * _votes[counted[row]].Preference.LeftScore());
            rows.Counts[cell] = rows.Weights[cell] = rows.Squares[cell] = 1;
        }

        return rows;
    }

    /// <summary>z-scores by the population's deviation, 1 where that is 0; the seat stays 1.</summary>
    private double[] Standardised(int[] counted, int width)
    {
        var values = new double[counted.Length * width];
        Array.Fill(values, 1);
        for (var k = 0; k < Features; k++)
        {
            var mean = counted.Average(vote => _differences[(vote * Features) + k]);
            var deviation = Math.Sqrt(counted.Average(vote => Math.Pow(_differences[(vote * Features) + k] - mean, 2)));
            for (var row = 0; row < counted.Length; row++)
            {
                values[(row * width) + k] = (_differences[(counted[row] * Features) + k] - mean) / (deviation > 0 ? deviation : 1);
            }
        }

        return values;
    }
}
