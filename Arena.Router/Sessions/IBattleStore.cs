using Arena.Contracts.Router;
using Arena.Router.Pairing;

namespace Arena.Router.Sessions;

/// <summary>
/// Keeps battles until they expire, for every replica of every service. Each call is atomic.
/// Every call throws <see cref="SessionsUnavailableException"/> within a bounded time when the store is down.
/// </summary>
internal interface IBattleStore
{
    /// <summary>What the status page calls it: "redis" or "memory".</summary>
    string Name { get; }

    /// <summary>Keeps a new battle for the configured time, and remembers its pair as one that its prompt has had.</summary>
    Task CreateAsync(Battle battle, CancellationToken cancellationToken);

    /// <summary>Null when the battle is unknown or expired.</summary>
    Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken);

    /// <summary>Moves a battle on, if <see cref="Battles.BattleTransitions"/> allow it. To the state it is in is no move, and allowed.</summary>
    Task<BattleAdvance?> AdvanceAsync(string battleId, BattleState target, CancellationToken cancellationToken);

    /// <summary>Battles that are neither final nor expired.</summary>
    Task<int> CountActiveAsync(CancellationToken cancellationToken);

    /// <summary>The pairs that the views of a prompt have had.</summary>
    Task<IReadOnlySet<ModelPair>> FindPairsAsync(string promptId, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the pair's first model sits on the left this time. Seats go in blocks of two: the first draw of a block takes
    /// <paramref name="coin"/>, the second the opposite, so that left and right of a pair never differ by more than one.
    /// </summary>
    Task<bool> TakeSeatAsync(ModelPair pair, bool coin, CancellationToken cancellationToken);
}

/// <summary>What an attempt to move a battle led to.</summary>
/// <param name="Battle">As it is now.</param>
/// <param name="Allowed">False when the battle stayed where it was because it may not move there.</param>
internal sealed record BattleAdvance(Battle Battle, bool Allowed);

/// <summary>The session store does not answer.</summary>
internal sealed class SessionsUnavailableException(Exception cause) : Exception("The session store does not answer.", cause);
