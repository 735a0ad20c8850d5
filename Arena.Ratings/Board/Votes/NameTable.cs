using System.Runtime.InteropServices;

namespace Arena.Ratings.Board.Votes;

/// <summary>Numbers for names, in the order in which they were first seen.</summary>
internal sealed class NameTable<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = new(comparer);
    private readonly List<T> _names = [];

    public IReadOnlyList<T> Names => _names;

    public int Of(T name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, name, out var known);
        if (!known)
        {
            number = _names.Count;
            _names.Add(name);
        }

        return number;
    }

    /// <summary>Null for a name that was never seen.</summary>
    public int? Find(T name) => _numbers.TryGetValue(name, out var number) ? number : null;
}
