using System.Numerics;
using System.Runtime.InteropServices;

namespace Arena.Router.Classification.Text;

/// <summary>A set of concepts of <see cref="Concepts"/>, as bits.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConceptSet(ulong Low, ulong Middle, ulong High)
{
    public const int Capacity = 192;

    public static ConceptSet Empty => default;

    public bool IsEmpty => (Low | Middle | High) == 0;

    public int Count => BitOperations.PopCount(Low) + BitOperations.PopCount(Middle) + BitOperations.PopCount(High);

    public static ConceptSet Of(int concept) =>
        new(concept < 64 ? 1UL << concept : 0, concept is >= 64 and < 128 ? 1UL << (concept - 64) : 0, concept >= 128 ? 1UL << (concept - 128) : 0);

    public static ConceptSet operator |(ConceptSet one, ConceptSet other) => new(one.Low | other.Low, one.Middle | other.Middle, one.High | other.High);

    public static ConceptSet operator &(ConceptSet one, ConceptSet other) => new(one.Low & other.Low, one.Middle & other.Middle, one.High & other.High);

    public ConceptSet Without(ConceptSet other) => new(Low & ~other.Low, Middle & ~other.Middle, High & ~other.High);

    public bool Meets(ConceptSet other) => ((Low & other.Low) | (Middle & other.Middle) | (High & other.High)) != 0;
}
