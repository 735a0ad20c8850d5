namespace Arena.Ratings.Engine;

/// <summary>
/// Draws votes again and refits them, with its own memory: a round allocates nothing. Newton starts at the fit, so that two or three steps do.
/// </summary>
internal sealed class BootstrapDraw
{
    /// <summary>The ridge on a model that a draw, or its few votes, leave without a finite strength.</summary>
    private const double WeakRidge = 1;

    private readonly PairwiseFit _fit;
    private readonly Comparisons _original;
    private readonly Comparisons _drawn;
    private readonly ILikelihood _likelihood;
    private readonly Newton _newton;
    private readonly Prior _prior;
    private readonly double[] _point;
    private readonly bool[] _present;
    private readonly Reach _reach;
    private readonly int _anchor;
    private double _mean;

    public BootstrapDraw(PairwiseFit fit)
    {
        _fit = fit;
        _original = fit.Likelihood.Comparisons;
        _drawn = _original.WithOwnWeights();
        _likelihood = fit.Likelihood.On(_drawn);
        _newton = new(_likelihood);
        _prior = new(_likelihood.Parameters);
        _point = new double[_likelihood.Parameters];
        _present = new bool[fit.Models.Count];
        _reach = new(_drawn);
        _anchor = fit.Battles.Index().MaxBy(model => model.Item).Index;
    }

    /// <summary>θ of a model in the last draw, mean of all models 0; NaN when it was not drawn, or the draw has no maximum.</summary>
    public double Strength(int model) => _present[model] ? _point[model] - _mean : double.NaN;

    public void Run(Xoshiro random)
    {
        Draw(ref random);
        _likelihood.Refresh();
        SetPrior();
        _fit.Point.CopyTo(_point, 0);
        if (!_newton.TryMaximise(_point, _prior, rough: true))
        {
            Array.Clear(_present);
        }

        _mean = 0;
        for (var model = 0; model < _present.Length; model++)
        {
            _mean += _point[model] / _present.Length;
        }
    }

    /// <summary>A multinomial draw, cell by cell: what is left of the votes, binomially, with the cell's share of what is left of the counts.</summary>
    private void Draw(ref Xoshiro random)
    {
        Array.Clear(_present);
        var votes = _original.Votes;
        var left = votes;
        for (var cell = 0; cell < _original.Counts.Length; cell++)
        {
            var count = _original.Counts[cell];
            var drawn = count == 0 ? 0 : Binomial.Draw(ref random, left, count / votes);
            _drawn.Counts[cell] = drawn;
            _drawn.Weights[cell] = count == 0 ? 0 : drawn * (_original.Weights[cell] / count);
            left -= drawn;
            votes -= (long)count;
            if (drawn > 0)
            {
                _present[_original.Left[cell / Comparisons.Outcomes]] = true;
                _present[_original.Right[cell / Comparisons.Outcomes]] = true;
            }
        }
    }

    /// <summary>
    /// The fit's own prior, and a ridge around the fit on models with few votes and on those that the draw left outside of the component of the most
    /// played model. That one is held then: a prior on some models must not move all of them.
    /// </summary>
    private void SetPrior()
    {
        _fit.Prior.Precision.CopyTo(_prior.Precision, 0);
        _fit.Prior.Centre.CopyTo(_prior.Centre, 0);
        _prior.Held[_anchor] = false;
        if (_fit.Prior.FixesGauge(_present.Length))
        {
            return; // every model has one
        }

        _reach.From(_anchor);
        for (var model = 0; model < _present.Length; model++)
        {
            if (_fit.Battles[model] < SandwichIntervals.Floor || !_reach.Contains(model))
            {
                _prior.Precision[model] = WeakRidge;
                _prior.Centre[model] = _fit.Point[model];
                _prior.Held[_anchor] = true;
            }
        }
    }
}
