using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Arena.Ratings.Engine;

/// <summary>
/// The two loops that dense linear algebra spends its time in, four numbers at once. The width is fixed and nothing is fused, so that every
/// machine rounds alike.
/// </summary>
internal static class Kernel
{
    /// <summary>Σ a_i b_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var others = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < lanes.Length; i++)
        {
            sums += lanes[i] * others[i];
        }

        var sum = Vector256.Sum(sums);
        for (var i = lanes.Length * Vector256<double>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>target += factor · source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(target);
        var others = MemoryMarshal.Cast<double, Vector256<double>>(source[..target.Length]);
        var factors = Vector256.Create(factor);
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] += factors * others[i];
        }

        for (var i = lanes.Length * Vector256<double>.Count; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
