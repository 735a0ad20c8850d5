using System.Numerics;

namespace Arena.Router.Classification.Text;

/// <summary>Which sequences of three letters a text has, hashed into bits: how two texts resemble each other below the level of words.</summary>
internal sealed class TrigramSet
{
    private const int Bits = 4096;
    private readonly ulong[] _bits = new ulong[Bits / 64];
    private int _count;

    public void Add(ReadOnlySpan<char> word)
    {
        for (var i = 0; i + 3 <= word.Length; i++)
        {
            var hash = Fnv.Mix(Fnv.Hash(word.Slice(i, 3))) % Bits;
            var bit = 1UL << (int)(hash % 64);
            ref var slot = ref _bits[hash / 64];
            if ((slot & bit) == 0)
            {
                slot |= bit;
                _count++;
            }
        }
    }

    /// <summary>The share of this set's sequences that are in the other, 0 … 1.</summary>
    public float ShareIn(TrigramSet other) => _count == 0 ? 0 : (float)Common(other) / _count;

    /// <summary>Cosine of the two sets, 0 … 1.</summary>
    public float Cosine(TrigramSet other) => _count == 0 || other._count == 0 ? 0 : Common(other) / MathF.Sqrt((float)_count * other._count);

    private int Common(TrigramSet other)
    {
        var common = 0;
        for (var i = 0; i < _bits.Length; i++)
        {
            common += BitOperations.PopCount(_bits[i] & other._bits[i]);
        }

        return common;
    }
}
