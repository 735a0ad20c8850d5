using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>The part of a linear predictor beside the two models, z = θ_left − θ_right + x·c, and what it adds to gradient and information.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Regressors(Comparisons comparisons)
{
    private readonly int _count = comparisons.FeatureCount;
    private readonly int _models = comparisons.Models.Length;

    /// <summary>x·c of a row.</summary>
    public double Product(int row, ReadOnlySpan<double> point)
    {
        var sum = 0.0;
        for (var k = 0; k < _count; k++)
        {
            sum += comparisons.Features[(row * _count) + k] * point[_models + k];
        }

        return sum;
    }

    /// <summary>Adds the blocks of the coefficients for a row with ∂ℓ/∂z = slope and −∂²ℓ/∂z² = curvature.</summary>
    public void Add(int row, double slope, double curvature, Span<double> gradient, SquareMatrix information)
    {
        for (var k = 0; k < _count; k++)
        {
            var x = comparisons.Features[(row * _count) + k];
            if (!gradient.IsEmpty)
            {
                gradient[_models + k] += slope * x;
            }

            information[comparisons.Left[row], _models + k] += curvature * x;
            information[comparisons.Right[row], _models + k] -= curvature * x;
            for (var other = k; other < _count; other++)
            {
                information[_models + k, _models + other] += curvature * x * comparisons.Features[(row * _count) + other];
            }
        }
    }
}
