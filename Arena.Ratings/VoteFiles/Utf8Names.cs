using System.Runtime.InteropServices;
using System.Text;

namespace Arena.Ratings.VoteFiles;

/// <summary>Gives each distinct byte string a number, in the order of appearance, without making a string of it.</summary>
internal sealed class Utf8Names
{
    private int[] _slots = new int[64];
    private readonly List<Entry> _entries = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    public int Count => _entries.Count;

    public string Text(int index) => Encoding.UTF8.GetString(Bytes(_entries[index]));

    /// <summary>The number of a name, −1 when it was never added.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var slot = Slot(name, Hash(name));
        return _slots[slot] - 1;
    }

    /// <summary>The number of a name, which is added when it is new.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        var slot = Slot(name, hash);
        if (_slots[slot] > 0)
        {
            return _slots[slot] - 1;
        }

        Keep(name, hash);
        _slots[slot] = _entries.Count;
        if (_entries.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return _entries.Count - 1;
    }

    /// <summary>A 64-bit hash that is the same in every process: multiply and fold, eight bytes at a time.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length * Prime;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes), Prime);
            bytes = bytes[sizeof(ulong)..];
        }

        var rest = 0UL;
        foreach (var value in bytes)
        {
            rest = (rest << 8) | value;
        }

        return Fold(hash ^ rest, 0xD6E8FEB86659FD93);
    }

    private static ulong Fold(ulong value, ulong factor)
    {
        var high = Math.BigMul(value, factor, out var low);
        return high ^ low;
    }

    private int Slot(ReadOnlySpan<byte> name, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == 0)
            {
                return slot;
            }

            var entry = _entries[_slots[slot] - 1];
            if (entry.Hash == hash && Bytes(entry).SequenceEqual(name))
            {
                return slot;
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> name, ulong hash)
    {
        if (_used + name.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(checked(_bytes.Length * 2), _used + name.Length));
        }

        name.CopyTo(_bytes.AsSpan(_used));
        _entries.Add(new(hash, _used, name.Length));
        _used += name.Length;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        foreach (var (index, entry) in _entries.Index())
        {
            var slot = (int)entry.Hash & mask;
            while (_slots[slot] > 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = index + 1;
        }
    }

    private ReadOnlySpan<byte> Bytes(Entry entry) => _bytes.AsSpan(entry.Start, entry.Length);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(ulong Hash, int Start, int Length);
}
