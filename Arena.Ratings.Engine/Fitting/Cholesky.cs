using System.Runtime.CompilerServices;

namespace Arena.Ratings.Engine;

/// <summary>A = L Lᵀ of a symmetric positive definite matrix. Source: Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.</summary>
internal static class Cholesky
{
    /// <summary>A pivot below this share of its diagonal is rounding, not curvature.</summary>
    private const double SmallestPivot = 1e-14;

    /// <summary>Replaces the lower triangle of A by L. The upper triangle is not read.</summary>
    /// <returns>False when A is not positive definite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFactor(SquareMatrix matrix)
    {
        for (var row = 0; row < matrix.Size; row++)
        {
            var current = matrix.Row(row);
            for (var column = 0; column < row; column++)
            {
                var above = matrix.Row(column);
                current[column] = (current[column] - Kernel.Dot(current[..column], above[..column])) / above[column];
            }

            var diagonal = current[row];
            var pivot = diagonal - Kernel.Dot(current[..row], current[..row]);
            if (!(pivot > SmallestPivot * diagonal))
            {
                return false;
            }

            current[row] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Solves L Lᵀ x = b in place.</summary>
    public static void Solve(SquareMatrix factor, Span<double> vector)
    {
        for (var row = 0; row < factor.Size; row++)
        {
            var current = factor.Row(row);
            vector[row] = (vector[row] - Kernel.Dot(current[..row], vector[..row])) / current[row];
        }

        for (var row = factor.Size - 1; row >= 0; row--)
        {
            var current = factor.Row(row);
            vector[row] /= current[row];
            Kernel.AddScaled(vector[..row], -vector[row], current[..row]);
        }
    }

    /// <summary>A⁻¹ from L.</summary>
    public static SquareMatrix Invert(SquareMatrix factor)
    {
        var inverse = new SquareMatrix(factor.Size);
        for (var row = 0; row < factor.Size; row++)
        {
            inverse[row, row] = 1;
            Solve(factor, inverse.Row(row)); // A⁻¹ is symmetric: its rows are its columns
        }

        return inverse;
    }
}
