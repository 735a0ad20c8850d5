namespace Arena.Testing;

/// <summary>
/// Whether calls that ran at once came out as if they had run one after another, in some order: Herlihy and Wing, "Linearizability: a
/// correctness condition for concurrent objects", 1990. Tries every order, so it is for a handful of calls.
/// </summary>
public static class Linearizability
{
    /// <summary>The state after the calls; null when no order of them explains what came out.</summary>
    /// <param name="before">The state before all of them; never changed.</param>
    /// <param name="calls">Each with what came out of it.</param>
    /// <param name="apply">The state after one call alone; null when that could not have come out of it then.</param>
    public static TState? Explain<TState, TCall>(TState before, IReadOnlyList<TCall> calls, Func<TState, TCall, TState?> apply)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(apply);
        if (calls.Count == 0)
        {
            return before;
        }

        for (var i = 0; i < calls.Count; i++)
        {
            if (apply(before, calls[i]) is { } next && Explain(next, [.. calls.Take(i), .. calls.Skip(i + 1)], apply) is { } after)
            {
                return after;
            }
        }

        return null;
    }
}
