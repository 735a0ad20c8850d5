using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>
/// ℓ = Σ w [ (won − lost) δ + tied η − ln(e^δ + e^−δ + e^η) ] with δ = z/2, z = θ_left − θ_right + x·c, ν = e^η. The last parameter is η.
/// Source: Davidson, Journal of the American Statistical Association 65 (1970); concave, since it is a log-sum-exp of linear terms.
/// </summary>
internal sealed class DavidsonLikelihood : ILikelihood
{
    public DavidsonLikelihood(Comparisons comparisons)
    {
        Comparisons = comparisons;
        Refresh();
    }

    public Comparisons Comparisons { get; }

    public int Parameters => Comparisons.Models.Length + Comparisons.FeatureCount + 1;

    public double TotalWeight { get; private set; }

    /// <summary>Index of η.</summary>
    private int Eta => Parameters - 1;

    public ILikelihood On(Comparisons comparisons) => new DavidsonLikelihood(comparisons);

    /// <summary>Equal strengths and ν = ½.</summary>
    public double[] Start()
    {
        var start = new double[Parameters];
        start[Eta] = Math.Log(0.5);
        return start;
    }

    public void Refresh() => TotalWeight = Comparisons.Weights.Sum();

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, SquareMatrix information)
    {
        gradient.Clear();
        information.Clear();
        var regressors = new Regressors(Comparisons);
        var value = 0.0;
        for (var row = 0; row < Comparisons.Rows; row++)
        {
            var (left, right) = (Comparisons.Left[row], Comparisons.Right[row]);
            var (lost, tied, won) = Weights(Comparisons.Weights, row);
            var total = lost + tied + won;
            var z = point[left] - point[right] + regressors.Product(row, point);
            var chances = Chances.Of(z, point[Eta]);
            value += ((won - lost) * z / 2) + (tied * point[Eta]) - (total * chances.LogDenominator);

            var slope = won + (tied / 2) - (total * chances.Score);
            var curvature = total * (chances.Win + (chances.Tie / 4) - (chances.Score * chances.Score));
            gradient[left] += slope;
            gradient[right] -= slope;
            gradient[Eta] += tied - (total * chances.Tie);
            information.AddEdge(left, right, curvature);
            regressors.Add(row, slope, curvature, gradient, information);
            AddEta(row, total * chances.Tie * (0.5 - chances.Score), total * chances.Tie * (1 - chances.Tie), information);
        }

        return value;
    }

    public void ScoreCovariance(ReadOnlySpan<double> point, SquareMatrix covariance)
    {
        covariance.Clear();
        var regressors = new Regressors(Comparisons);
        for (var row = 0; row < Comparisons.Rows; row++)
        {
            var (left, right) = (Comparisons.Left[row], Comparisons.Right[row]);
            var chances = Chances.Of(point[left] - point[right] + regressors.Product(row, point), point[Eta]);
            var (strength, cross, tie) = (0.0, 0.0, 0.0);
            for (var outcome = 0; outcome < Comparisons.Outcomes; outcome++)
            {
                var square = Comparisons.Squares[(row * Comparisons.Outcomes) + outcome];
                var score = (outcome / 2.0) - chances.Score;
                var tied = (outcome == 1 ? 1 : 0) - chances.Tie;
                strength += square * score * score;
                cross += square * score * tied;
                tie += square * tied * tied;
            }

            covariance.AddEdge(left, right, strength);
            regressors.Add(row, slope: 0, strength, gradient: [], covariance);
            AddEta(row, cross, tie, covariance);
        }
    }

    /// <summary>Adds the column of η: the block with z, and its own element.</summary>
    private void AddEta(int row, double cross, double own, SquareMatrix matrix)
    {
        matrix[Comparisons.Left[row], Eta] += cross;
        matrix[Comparisons.Right[row], Eta] -= cross;
        for (var k = 0; k < Comparisons.FeatureCount; k++)
        {
            matrix[Comparisons.Models.Length + k, Eta] += cross * Comparisons.Features[(row * Comparisons.FeatureCount) + k];
        }

        matrix[Eta, Eta] += own;
    }

    private static (double Lost, double Tied, double Won) Weights(double[] weights, int row) =>
        (weights[3 * row], weights[(3 * row) + 1], weights[(3 * row) + 2]);

    /// <summary>What the model expects of one vote.</summary>
    /// <param name="Score">P(win) + ½ P(tie).</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Chances(double Win, double Tie, double Score, double LogDenominator)
    {
        public static Chances Of(double z, double eta)
        {
            var delta = z / 2;
            var largest = Math.Max(Math.Abs(delta), eta); // taken out of the exponentials, which then cannot overflow
            var (win, loss, tie) = (Math.Exp(delta - largest), Math.Exp(-delta - largest), Math.Exp(eta - largest));
            var sum = win + loss + tie;
            return new(win / sum, tie / sum, (win + (tie / 2)) / sum, largest + Math.Log(sum));
        }
    }
}
