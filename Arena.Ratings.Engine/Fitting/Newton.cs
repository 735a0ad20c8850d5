namespace Arena.Ratings.Engine;

/// <summary>
/// Damped Newton on a concave log-likelihood, with its memory, so that a thousand refits allocate nothing.
/// The gauge (a constant added to all strengths changes nothing) is fixed by γ 11ᵀ in the system that is solved, γ = Σw / M², which leaves
/// differences alone. Source: Boyd and Vandenberghe, Convex Optimization, section 9.5; step cap and line search as in the reference of this project.
/// </summary>
internal sealed class Newton(ILikelihood likelihood)
{
    /// <summary>More iterations than this mean that there is no finite maximum, or none that can be found: never a published board.</summary>
    public const int MaxIterations = 50;

    /// <summary>The longest step, natural-log strength: 521 points.</summary>
    private const double MaxStep = 3;

    private const double StepTolerance = 1e-12;
    private const double GradientTolerance = 1e-8;

    /// <summary>Rounding of a sum of log-likelihoods, relative: a rise smaller than this cannot be seen.</summary>
    private const double Rounding = 1e-13;

    private readonly int _models = likelihood.Comparisons.Models.Length;
    private readonly SquareMatrix _information = new(likelihood.Parameters);
    private readonly SquareMatrix _factor = new(likelihood.Parameters);
    private double[] _gradient = new double[likelihood.Parameters];
    private readonly double[] _tried = new double[likelihood.Parameters];
    private double[] _triedGradient = new double[likelihood.Parameters];
    private readonly double[] _step = new double[likelihood.Parameters];

    public int Iterations { get; private set; }

    /// <summary>Largest component of the penalised gradient at the last point, in votes.</summary>
    public double GradientNorm => Norm(_gradient);

    /// <summary>Penalised log-likelihood at the last point.</summary>
    public double Value { get; private set; }

    /// <summary>Moves a point to the maximum.</summary>
    /// <param name="point">Start, and result.</param>
    /// <param name="rough">Stops where the next step would move nothing that a percentile shows (1e-5 before a last quadratic step).</param>
    /// <returns>False when the maximum was not reached.</returns>
    public bool TryMaximise(double[] point, Prior prior, bool rough = false)
    {
        EvaluateAt(point, prior);
        var last = double.PositiveInfinity;
        for (Iterations = 0; Iterations < MaxIterations;)
        {
            if (!TryStep(prior))
            {
                return false;
            }

            Iterations++;
            var step = Norm(_step);
            Move(point, prior);
            if (rough ? step < 1e-5 : Converged(step, last))
            {
                return true;
            }

            last = step;
        }

        return false;
    }

    /// <summary>Puts value, gradient and information at a point.</summary>
    public void EvaluateAt(double[] point, Prior prior) => Value = Evaluate(point, prior, _gradient);

    /// <summary>The inverse of the penalised information at the last point; where no prior fixes the gauge, the strengths' mean is 0.</summary>
    public SquareMatrix InverseInformation(Prior prior)
    {
        FillSystem(prior);
        return Cholesky.TryFactor(_factor) ? Cholesky.Invert(_factor) : throw new FitException("The information matrix is singular.");
    }

    private bool Converged(double step, double last) =>
        GradientNorm < GradientTolerance && (step < StepTolerance || (step < GradientTolerance && step >= last / 2)); // or rounding is all that moves

    private double Evaluate(double[] point, Prior prior, double[] gradient) =>
        prior.Apply(likelihood.Evaluate(point, gradient, _information), point, gradient, _information);

    /// <summary>Solves information · step = gradient.</summary>
    private bool TryStep(Prior prior)
    {
        FillSystem(prior);
        if (!Cholesky.TryFactor(_factor))
        {
            return false;
        }

        _gradient.CopyTo(_step, 0);
        Cholesky.Solve(_factor, _step);
        var norm = Norm(_step);
        if (norm > MaxStep)
        {
            for (var k = 0; k < _step.Length; k++)
            {
                _step[k] *= MaxStep / norm;
            }
        }

        return true;
    }

    private void FillSystem(Prior prior)
    {
        _information.CopyTo(_factor);
        if (!prior.FixesGauge(_models))
        {
            _factor.AddConstant(_models, likelihood.TotalWeight / _models / _models);
        }

        _factor.MirrorUpper();
    }

    /// <summary>Takes the step, or as many halvings of it as the value needs to rise.</summary>
    private void Move(double[] point, Prior prior)
    {
        const double Sufficient = 1e-4;
        var promised = Kernel.Dot(_step, _gradient);
        for (var share = 1.0; ; share /= 2)
        {
            for (var k = 0; k < point.Length; k++)
            {
                _tried[k] = point[k] + (share * _step[k]);
            }

            var value = Evaluate(_tried, prior, _triedGradient);
            if (value >= Value + (Sufficient * share * promised) - (Rounding * Math.Abs(Value)) || share < 1e-6)
            {
                Value = value;
                _tried.CopyTo(point, 0);
                (_gradient, _triedGradient) = (_triedGradient, _gradient);
                return;
            }
        }
    }

    private static double Norm(double[] vector)
    {
        var norm = 0.0;
        foreach (var component in vector)
        {
            norm = Math.Max(norm, Math.Abs(component));
        }

        return norm;
    }
}
