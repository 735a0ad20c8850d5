using Arena.Web.Battles.Log;

namespace Arena.Web.Tests.Fakes;

/// <summary>The real log behind a cable that a test may cut.</summary>
internal sealed class CuttableLog(IBattleLog inner) : IBattleLog
{
    private volatile bool _isCut;

    public bool IsCut { get => _isCut; set => _isCut = value; }

    /// <summary>Released when answers are settled.</summary>
    public SemaphoreSlim Settled { get; } = new(0);

    private IBattleLog Log => IsCut ? throw new BattleLogUnavailableException(new TimeoutException("The cable is cut.")) : inner;

    public Task<RunLease?> TryBeginRunAsync(string battleId) => Log.TryBeginRunAsync(battleId);

    public Task<RunStanding> RenewAsync(RunLease lease) => Log.RenewAsync(lease);

    public Task EndRunAsync(RunLease lease) => Log.EndRunAsync(lease);

    public Task AppendAsync(RunLease lease, IReadOnlyList<BattleEvent> events) => Log.AppendAsync(lease, events);

    public async Task SettleAsync(RunLease lease, byte[] outcome)
    {
        await Log.SettleAsync(lease, outcome);
        Settled.Release();
    }

    public Task<bool> TryStopAsync(string battleId, BattleEvent last) => Log.TryStopAsync(battleId, last);

    public Task<IReadOnlyList<BattleEvent>> ReadAsync(string battleId, long after) => Log.ReadAsync(battleId, after);

    public Task<long> CountAsync(string battleId) => Log.CountAsync(battleId);

    public Task MarkReadAsync(string battleId) => Log.MarkReadAsync(battleId);

    public Task<IAsyncDisposable> WatchAsync(string battleId, Action changed) => Log.WatchAsync(battleId, changed);
}
