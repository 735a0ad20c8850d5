namespace Arena.Ratings.Engine;

/// <summary>
/// Draws from a binomial distribution: by inversion where few successes are expected, else by transformed rejection (BTRS).
/// Source: Hörmann, Journal of Statistical Computation and Simulation 46 (1993), 101–110.
/// </summary>
internal static class Binomial
{
    /// <summary>Expected successes below which counting up from 0 is faster.</summary>
    private const double Few = 10;

    /// <summary>Successes in n trials with chance p each.</summary>
    /// <param name="n">At least 0.</param>
    /// <param name="p">0 … 1.</param>
    public static long Draw(ref Xoshiro random, long n, double p)
    {
        if (n <= 0 || p <= 0)
        {
            return 0;
        }

        if (p > 0.5)
        {
            return n - Draw(ref random, n, 1 - p);
        }

        return n * p < Few ? Invert(ref random, n, p) : Reject(ref random, n, p);
    }

    private static long Invert(ref Xoshiro random, long n, double p)
    {
        var odds = p / (1 - p);
        var first = Math.Exp(n * Math.Log(1 - p));
        while (true)
        {
            var (u, mass) = (random.NextDouble(), first);
            for (var k = 0L; k <= n; k++)
            {
                u -= mass;
                if (u < 0)
                {
                    return k;
                }

                mass *= odds * (n - k) / (k + 1);
                if (mass < 1e-300)
                {
                    break; // what is left is rounding: draw again
                }
            }
        }
    }

    private static long Reject(ref Xoshiro random, long n, double p)
    {
        var deviation = Math.Sqrt(n * p * (1 - p));
        var b = 1.15 + (2.53 * deviation);
        var a = -0.0873 + (0.0248 * b) + (0.01 * p);
        var c = (n * p) + 0.5;
        var vr = 0.92 - (4.2 / b);
        var alpha = (2.83 + (5.1 / b)) * deviation;
        var odds = p / (1 - p);
        var mode = Math.Floor((n + 1) * p);
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + c);
            if (k < 0 || k > n)
            {
                continue;
            }

            if (us >= 0.07 && v <= vr)
            {
                return (long)k;
            }

            v = Math.Log(v * alpha / ((a / (us * us)) + b));
            var bound = ((mode + 0.5) * Math.Log((mode + 1) / (odds * (n - mode + 1))))
                + ((n + 1) * Math.Log((n - mode + 1) / (n - k + 1)))
                + ((k + 0.5) * Math.Log(odds * (n - k + 1) / (k + 1)))
                + StirlingTail(mode) + StirlingTail(n - mode) - StirlingTail(k) - StirlingTail(n - k);
            if (v <= bound)
            {
                return (long)k;
            }
        }
    }

    /// <summary>ln k! less Stirling's approximation of it: the series 1/(12(k+1)) − … .</summary>
    private static double StirlingTail(double k)
    {
        if (k <= 9)
        {
            return SmallTails[(int)k];
        }

        var square = (k + 1) * (k + 1);
        return ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / square)) / square)) / (k + 1);
    }

    private static ReadOnlySpan<double> SmallTails =>
    [
        0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
        0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
    ];
}
