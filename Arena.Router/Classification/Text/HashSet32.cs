using System.Numerics;

namespace Arena.Router.Classification.Text;

/// <summary>A set of hashes, smaller and faster than the general one: open addressing, never removes; 0 is no member.</summary>
internal readonly struct HashSet32
{
    private readonly uint[] _slots;

    public HashSet32(int capacity) => _slots = new uint[BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, capacity * 2))];

    /// <summary>Takes a hash in.</summary>
    /// <returns>False when it was there, or is 0.</returns>
    public bool Add(uint hash)
    {
        if (hash == 0)
        {
            return false;
        }

        var mask = (uint)_slots.Length - 1;
        for (var at = Fnv.Mix(hash) & mask; ; at = (at + 1) & mask)
        {
            if (_slots[at] == hash)
            {
                return false;
            }

            if (_slots[at] == 0)
            {
                _slots[at] = hash;
                return true;
            }
        }
    }

    public bool Contains(uint hash)
    {
        var mask = (uint)_slots.Length - 1;
        for (var at = Fnv.Mix(hash) & mask; _slots[at] != 0; at = (at + 1) & mask)
        {
            if (_slots[at] == hash)
            {
                return hash != 0;
            }
        }

        return false;
    }
}
