using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>A 95 % interval on a rating scale.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>The 0.975 quantile of the normal distribution.</summary>
    public const double Z = 1.959963984540054;

    public double HalfWidth => (Upper - Lower) / 2;

    public static Interval Around(double rating, double standardError) => new(rating - (Z * standardError), rating + (Z * standardError));
}
