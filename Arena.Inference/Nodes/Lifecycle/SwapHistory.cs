using System.Collections.Immutable;
using Arena.Inference.Swapping;

namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>The last loads and unloads of a node, and how many there were by cause. Thread-safe.</summary>
internal sealed class SwapHistory
{
    private const int Kept = 50;

    private readonly Lock _lock = new();
    private readonly Queue<SwapRecord> _last = new(Kept);
    private readonly Dictionary<SwapOrigin, int> _loads = [];

    /// <summary>The oldest first.</summary>
    public ImmutableArray<SwapRecord> Last
    {
        get { lock (_lock) { return [.. _last]; } }
    }

    /// <summary>Loads since the start, by cause.</summary>
    public ImmutableSortedDictionary<string, int> Loads
    {
        get { lock (_lock) { return _loads.ToImmutableSortedDictionary(entry => entry.Key.ToString().ToLowerInvariant(), entry => entry.Value, StringComparer.Ordinal); } }
    }

    public void Add(SwapRecord record)
    {
        lock (_lock)
        {
            if (_last.Count == Kept)
            {
                _last.Dequeue();
            }

            _last.Enqueue(record);
            if (record.Kind is SwapKind.Load)
            {
                _loads[record.Cause] = _loads.GetValueOrDefault(record.Cause) + 1;
            }
        }
    }
}

internal enum SwapKind
{
    Load,
    Unload,
}

/// <summary>One load or unload.</summary>
/// <param name="At">When it began.</param>
/// <param name="Cause">Who wanted it.</param>
/// <param name="For">The model that an unload made room for; empty for a load.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Error">Why it failed; empty when it did not.</param>
internal sealed record SwapRecord(DateTimeOffset At, SwapKind Kind, string Model, SwapOrigin Cause, string For, TimeSpan Took, string Error);
