namespace Arena.Web.Battles.Log;

/// <summary>
/// What was said in each battle: an append-only list of events that one run writes and any number of readers follow, on any replica.
/// Every method may throw <see cref="BattleLogUnavailableException"/>.
/// </summary>
internal interface IBattleLog
{
    /// <summary>
    /// The exclusive right to write, for <see cref="BattleOptions.Lease"/> at a time; null while another run has it, and for good once the
    /// last event is written.
    /// </summary>
    Task<RunLease?> TryBeginRunAsync(string battleId);

    /// <summary>Keeps the right to write, and tells whether somebody reads.</summary>
    Task<RunStanding> RenewAsync(RunLease lease);

    /// <summary>Gives the right back, so that another run need not wait for it to lapse.</summary>
    Task EndRunAsync(RunLease lease);

    /// <summary>Appends all events or none.</summary>
    /// <exception cref="RunSupersededException">The right to write was lost; nothing was written.</exception>
    Task AppendAsync(RunLease lease, IReadOnlyList<BattleEvent> events);

    /// <summary>
    /// Settles what the battle's answers are: from here on no run writes other ones, each only finishes what is settled.
    /// </summary>
    /// <exception cref="RunSupersededException">The right to write was lost; nothing was settled.</exception>
    Task SettleAsync(RunLease lease, byte[] outcome);

    /// <summary>
    /// Ends the battle from outside, with its last event: whoever writes has lost the right to. False when it has ended, or when its answers
    /// are settled: then it is too late.
    /// </summary>
    Task<bool> TryStopAsync(string battleId, BattleEvent last);

    /// <summary>The events after the first <paramref name="after"/>; empty when there are none yet.</summary>
    Task<IReadOnlyList<BattleEvent>> ReadAsync(string battleId, long after);

    /// <summary>How many events there are.</summary>
    Task<long> CountAsync(string battleId);

    /// <summary>Somebody reads: holds for <see cref="BattleOptions.AbandonAfter"/>.</summary>
    Task MarkReadAsync(string battleId);

    /// <summary>Calls <paramref name="changed"/> soon after each append, until disposed; a call may be missed, so readers also look by themselves.</summary>
    Task<IAsyncDisposable> WatchAsync(string battleId, Action changed);
}

/// <summary>The right of one run to write.</summary>
/// <param name="BattleId">The battle.</param>
/// <param name="Token">Tells this run from every other one: what fences off a run that lost the right without noticing.</param>
/// <param name="EventCount">The events written by earlier runs.</param>
/// <param name="Outcome">What an earlier run settled; null when the answers are still to be written.</param>
internal sealed record RunLease(string BattleId, string Token, long EventCount, byte[]? Outcome);

internal enum RunStanding
{
    /// <summary>The right to write is gone.</summary>
    Lost,

    /// <summary>Nobody has read for <see cref="BattleOptions.AbandonAfter"/>.</summary>
    Unread,

    /// <summary>Somebody reads.</summary>
    Read,
}

/// <summary>Another run writes the battle now.</summary>
internal sealed class RunSupersededException(string battleId) : Exception($"The run of battle '{battleId}' lost its lease.");

/// <summary>The store of the log does not answer.</summary>
internal sealed class BattleLogUnavailableException(Exception inner) : Exception("The store of the battles' text does not answer.", inner);
