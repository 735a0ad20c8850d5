using System.Runtime.CompilerServices;

namespace Arena.Ratings.Engine;

/// <summary>
/// P(left wins) = σ(z), z = θ_left − θ_right + x·c, and a tie is half a win: ℓ = Σ w [y z − softplus(z)].
/// Source: Bradley and Terry, Biometrika 39 (1952); with regressors it is logistic regression (Agresti, Categorical Data Analysis, section 10.6).
/// </summary>
internal sealed class BradleyTerryLikelihood : ILikelihood
{
    private readonly double[] _scores;
    private readonly double[] _totals;

    public BradleyTerryLikelihood(Comparisons comparisons)
    {
        Comparisons = comparisons;
        _scores = new double[comparisons.Rows];
        _totals = new double[comparisons.Rows];
        Refresh();
    }

    public Comparisons Comparisons { get; }

    public int Parameters => Comparisons.Models.Length + Comparisons.FeatureCount;

    public double TotalWeight { get; private set; }

    public ILikelihood On(Comparisons comparisons) => new BradleyTerryLikelihood(comparisons);

    public double[] Start() => new double[Parameters];

    public void Refresh()
    {
        var weights = Comparisons.Weights;
        TotalWeight = 0;
        for (var row = 0; row < _scores.Length; row++)
        {
            var (lost, tied, won) = (weights[3 * row], weights[(3 * row) + 1], weights[(3 * row) + 2]);
            _scores[row] = won + (tied / 2);
            _totals[row] = lost + tied + won;
            TotalWeight += _totals[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, SquareMatrix information)
    {
        gradient.Clear();
        information.Clear();
        var (left, right) = (Comparisons.Left, Comparisons.Right);
        var regressors = new Regressors(Comparisons);
        var value = 0.0;
        for (var row = 0; row < _totals.Length; row++)
        {
            var z = point[left[row]] - point[right[row]] + regressors.Product(row, point);

            // One exponential serves σ(z) and softplus(z) = max(z, 0) + ln(1 + e^−|z|), without overflow at either end.
            var tail = Math.Exp(-Math.Abs(z));
            var p = (z >= 0 ? 1 : tail) / (1 + tail);
            var slope = _scores[row] - (_totals[row] * p);
            var curvature = _totals[row] * tail / ((1 + tail) * (1 + tail));
            value += (_scores[row] * z) - (_totals[row] * (Math.Max(z, 0) + Math.Log(1 + tail)));
            gradient[left[row]] += slope;
            gradient[right[row]] -= slope;
            information.AddEdge(left[row], right[row], curvature);
            regressors.Add(row, slope, curvature, gradient, information);
        }

        return value;
    }

    public void ScoreCovariance(ReadOnlySpan<double> point, SquareMatrix covariance)
    {
        covariance.Clear();
        var regressors = new Regressors(Comparisons);
        for (var row = 0; row < Comparisons.Rows; row++)
        {
            var z = point[Comparisons.Left[row]] - point[Comparisons.Right[row]] + regressors.Product(row, point);
            var p = 1 / (1 + Math.Exp(-z));
            var square = 0.0;
            for (var outcome = 0; outcome < Comparisons.Outcomes; outcome++)
            {
                var residual = (outcome / 2.0) - p;
                square += Comparisons.Squares[(row * Comparisons.Outcomes) + outcome] * residual * residual;
            }

            covariance.AddEdge(Comparisons.Left[row], Comparisons.Right[row], square);
            regressors.Add(row, slope: 0, square, gradient: [], covariance);
        }
    }
}
