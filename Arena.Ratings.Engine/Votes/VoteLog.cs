using System.Runtime.InteropServices;

namespace Arena.Ratings.Engine;

/// <summary>Votes in the order in which they were cast, eight bytes each: what Elo needs, and a tally has not.</summary>
public sealed class VoteLog
{
    private const int OutcomeBits = 2;
    private const int ModelBits = 31;

    private readonly List<ulong> _votes = [];

    public int Count => _votes.Count;

    /// <summary>Adds the latest vote.</summary>
    /// <param name="left">Index of the left model, at least 0.</param>
    /// <param name="right">Index of the right model, at least 0.</param>
    /// <exception cref="ArgumentException">Both are the same.</exception>
    public void Add(int left, int right, Preference preference)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfEqual(left, right);
        _votes.Add(((ulong)left << (ModelBits + OutcomeBits)) | ((ulong)right << OutcomeBits) | (ulong)preference);
    }

    internal ReadOnlySpan<ulong> Packed => CollectionsMarshal.AsSpan(_votes);

    internal static (int Left, int Right, Preference Preference) Unpack(ulong vote) =>
        ((int)(vote >> (ModelBits + OutcomeBits)), (int)(vote >> OutcomeBits) & int.MaxValue, (Preference)(vote & 3));
}
