namespace Arena.Router.Classification.Text;

/// <summary>FNV-1a in 32 bits over UTF-16 units: the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class Fnv
{
    public const uint Start = 2166136261;
    private const uint Prime = 16777619;

    public static uint Add(uint hash, uint value) => (hash ^ value) * Prime;

    public static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = Start;
        foreach (var c in text)
        {
            hash = Add(hash, c);
        }

        return hash;
    }

    /// <summary>Spreads the entropy into the low bits, which index tables.</summary>
    public static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x7feb352d;
        hash ^= hash >> 15;
        hash *= 0x846ca68b;
        return hash ^ (hash >> 16);
    }
}
