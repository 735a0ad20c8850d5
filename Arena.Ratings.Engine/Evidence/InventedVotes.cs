namespace Arena.Ratings.Engine;

/// <summary>Fits a board again with votes that nobody cast.</summary>
internal sealed class InventedVotes
{
    private readonly PairwiseFit _fit;
    private readonly Comparisons _rows;
    private readonly ILikelihood _likelihood;
    private readonly Newton _newton;
    private readonly double[] _point;

    public InventedVotes(PairwiseFit fit)
    {
        _fit = fit;
        _rows = fit.Likelihood.Comparisons.WithOwnWeights();
        _likelihood = fit.Likelihood.On(_rows);
        _newton = new(_likelihood);
        _point = new double[_likelihood.Parameters];
    }

    /// <summary>The place of a model after it won some votes more, in proportion to its battles, or lost them (below 0).</summary>
    /// <exception cref="FitException">The changed votes could not be fitted.</exception>
    public int Place(int model, long wins)
    {
        var source = _fit.Likelihood.Comparisons;
        source.Weights.CopyTo(_rows.Weights, 0);
        for (var row = 0; row < source.Rows; row++)
        {
            if (source.Left[row] == model || source.Right[row] == model)
            {
                var leftWins = (source.Left[row] == model) == (wins > 0);
                _rows.Weights[(row * Comparisons.Outcomes) + (leftWins ? 2 : 0)] += Math.Abs(wins) * source.RowVotes(row) / _fit.Battles[model];
            }
        }

        _likelihood.Refresh();
        _fit.Point.CopyTo(_point, 0);
        if (!_newton.TryMaximise(_point, _fit.Prior))
        {
            throw new FitException($"The votes with {wins} more for '{_fit.Models[model]}' could not be fitted.");
        }

        var strength = _point[model];
        return 1 + _point.AsSpan(0, _fit.Models.Count).ToArray().Count(other => other > strength);
    }
}
