namespace Arena.Ratings.Engine;

/// <summary>
/// Who won how often against whom, without a model: wins / decisive votes of the pair, whatever the seats. Source: lm-sys/FastChat, compute_pairwise_win_fraction.
/// </summary>
public sealed class WinRates
{
    private readonly double[,] _wins;
    private readonly double[,] _votes;

    private WinRates(IReadOnlyList<string> models, double[,] wins, double[,] votes) => (Models, _wins, _votes) = (models, wins, votes);

    public IReadOnlyList<string> Models { get; }

    /// <summary>Share of decisive votes that one model won against another, 0 … 1; null when there is none.</summary>
    public double? this[int model, int opponent] => _votes[model, opponent] > 0 ? _wins[model, opponent] / _votes[model, opponent] : null;

    /// <summary>Mean of a model's shares over the opponents it met; null when it has none.</summary>
    public double? Average(int model)
    {
        var shares = Enumerable.Range(0, Models.Count).Select(opponent => this[model, opponent]).OfType<double>().ToArray();
        return shares.Length == 0 ? null : shares.Average();
    }

    public static WinRates Of(Tally votes)
    {
        var (wins, decisive) = (new double[votes.Models.Count, votes.Models.Count], new double[votes.Models.Count, votes.Models.Count]);
        foreach (var pair in votes.Pairs)
        {
            var (left, right) = (pair.Count(Preference.Left), pair.Count(Preference.Right));
            wins[pair.Left, pair.Right] += left;
            wins[pair.Right, pair.Left] += right;
            decisive[pair.Left, pair.Right] += left + right;
            decisive[pair.Right, pair.Left] += left + right;
        }

        return new(votes.Models, wins, decisive);
    }
}
