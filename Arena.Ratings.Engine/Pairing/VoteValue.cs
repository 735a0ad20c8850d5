namespace Arena.Ratings.Engine;

/// <summary>
/// What one more vote on a pair would teach about the whole board. With C = (H + λI)⁻¹ the covariance of the strengths, c = C(e_i − e_j),
/// d = c_i − c_j the variance of the pair's difference and h = p(1 − p) the information of a vote on it, a vote makes C' = C − h c cᵀ / (1 + h d)
/// (Sherman and Morrison, Annals of Mathematical Statistics 21 (1950), 124–127), so the variances together shrink by h ‖c‖² / (1 + h d).
/// The ridge makes models without votes finite, and first in line.
/// </summary>
public sealed class VoteValue
{
    private const int Unseen = -1;

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly double[] _strengths;
    private readonly SquareMatrix _covariance;
    private readonly double _unseen;

    private VoteValue(IReadOnlyList<string> models, double[] strengths, SquareMatrix covariance, double ridge)
    {
        for (var model = 0; model < models.Count; model++)
        {
            _index.Add(models[model], model);
        }

        (_strengths, _covariance, _unseen) = (strengths, covariance, 1 / ridge);
    }

    /// <summary>After votes, or before any: then every pair is worth the same.</summary>
    /// <param name="ridge">λ above 0; 1 is a prior standard deviation of 174 points.</param>
    /// <exception cref="FitException">No maximum was found.</exception>
    public static VoteValue After(Tally votes, double ridge = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        if (votes.Votes == 0)
        {
            return new([], [], new(0), ridge);
        }

        var fit = BradleyTerry.Fit(votes, new() { Ridge = ridge });
        return new(fit.Models, fit.Point, fit.InverseInformation(), ridge);
    }

    /// <summary>By how much a vote on the pair would make the variances of all strengths together smaller; natural-log strength squared, above 0.</summary>
    public double Of(string one, string other)
    {
        var (i, j) = (_index.GetValueOrDefault(one, Unseen), _index.GetValueOrDefault(other, Unseen));
        var tail = Math.Exp(-Math.Abs(Strength(i) - Strength(j)));
        var information = tail / ((1 + tail) * (1 + tail));
        var first = Row(i);
        var second = Row(j);
        var reach = 0.0;
        for (var model = 0; model < _strengths.Length; model++)
        {
            var component = (i == Unseen ? 0 : first[model]) - (j == Unseen ? 0 : second[model]);
            reach += component * component;
        }

        // A model without votes varies with no other: its own variance is all that it adds.
        var newcomers = (i == Unseen ? 1 : 0) + (j == Unseen ? 1 : 0);
        reach += newcomers * _unseen * _unseen;
        var variance = newcomers * _unseen;
        variance += i == Unseen ? 0 : first[i] - (j == Unseen ? 0 : first[j]);
        variance += j == Unseen ? 0 : second[j] - (i == Unseen ? 0 : second[i]);
        return information * reach / (1 + (information * variance));
    }

    private double Strength(int model) => model == Unseen ? 0 : _strengths[model];

    private ReadOnlySpan<double> Row(int model) => model == Unseen ? [] : _covariance.Row(model);
}
