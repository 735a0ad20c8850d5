using Arena.Contracts.Router;
using Arena.Router.Battles;
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

    /// <summary>
    /// Keeps a new battle for the configured time, and its pair as the last one of its session, if that has a name; or does nothing at all,
    /// where a battle was kept for the same start.
    /// </summary>
    /// <param name="battle">Gets its seats here.</param>
    /// <param name="start">What a repetition of the same start has too; empty for a start that is never repeated.</param>
    /// <param name="coin">
    /// Whether the pair's first model sits on the left, if nobody waits for a seat. Seats go in blocks of two: the first battle of a block
    /// takes the coin, the second the opposite, so that left and right of a pair never differ by more than one. Null: both sit as they are.
    /// </param>
    /// <returns>The battle that is kept: an earlier one, when it was kept for the same start.</returns>
    Task<Battle> CreateAsync(Battle battle, string start, bool? coin, CancellationToken cancellationToken);

    /// <summary>The battle that was kept for a start; null when there is none, as for the empty one.</summary>
    Task<Battle?> FindStartAsync(string start, CancellationToken cancellationToken);

    /// <summary>Null when the battle is unknown or expired.</summary>
    Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken);

    /// <summary>Moves a battle on, if <see cref="BattleTransitions"/> allow it. To the state it is in is no move, and allowed.</summary>
    Task<BattleAdvance?> AdvanceAsync(string battleId, BattleState target, CancellationToken cancellationToken);

    /// <summary>Battles that are neither final nor expired.</summary>
    Task<int> CountActiveAsync(CancellationToken cancellationToken);

    /// <summary>The pairs that were reserved for the views of a prompt.</summary>
    Task<IReadOnlySet<ModelPair>> FindPairsAsync(string promptId, CancellationToken cancellationToken);

    /// <summary>Takes a pair for a view of a prompt.</summary>
    /// <returns>False when another view has taken it before.</returns>
    Task<bool> ReservePairAsync(string promptId, ModelPair pair, CancellationToken cancellationToken);

    /// <summary>The last pairs of a session, <see cref="BattleOptions.SessionMemory"/> at most; none for the session without a name.</summary>
    Task<IReadOnlySet<ModelPair>> FindSessionPairsAsync(string session, CancellationToken cancellationToken);
}

/// <summary>What an attempt to move a battle led to.</summary>
/// <param name="Battle">As it is now.</param>
/// <param name="Allowed">False when the battle stayed where it was because it may not move there.</param>
internal sealed record BattleAdvance(Battle Battle, bool Allowed);

/// <summary>The session store does not answer.</summary>
internal sealed class SessionsUnavailableException(Exception cause) : Exception("The session store does not answer.", cause);
