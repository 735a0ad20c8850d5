using System.Numerics;
using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>
/// xoshiro256++, a generator whose stream is the same on every platform and version, seeded by SplitMix64 from a seed and a stream number, so that each
/// round of a bootstrap has a stream of its own. Source: Blackman and Vigna, ACM Transactions on Mathematical Software 47 (2021).
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Xoshiro
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Xoshiro(long seed, int stream)
    {
        var state = (ulong)seed;
        state = Mix(ref state) ^ (ulong)stream;
        (_a, _b, _c, _d) = (Mix(ref state), Mix(ref state), Mix(ref state), Mix(ref state));
    }

    /// <summary>Uniform on 0 … 1, 1 excluded, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0 … bound − 1, without division and with a bias below bound / 2⁶⁴.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
