using Arena.Contracts.Router;
using Arena.Router.Battles;
using Arena.Router.Pairing;
using Microsoft.Extensions.Options;

namespace Arena.Router.Sessions;

/// <summary>Battles in this process alone: for one replica, gone with it.</summary>
internal sealed class MemoryBattleStore(IOptionsMonitor<BattleOptions> options, TimeProvider time) : IBattleStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Battle> _battles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ModelPair>> _promptPairs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ModelPair>> _sessionPairs = new(StringComparer.Ordinal);
    private readonly Dictionary<ModelPair, bool> _openSeats = [];
    private readonly PriorityQueue<Action, DateTimeOffset> _expiries = new();

    public string Name => "memory";

    public Task<Battle> CreateAsync(Battle battle, string start, bool? coin, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            if (FindStart_NeedsLock(start) is { } earlier)
            {
                return Task.FromResult(earlier.Clone());
            }

            if (coin is { } firstIsLeft)
            {
                ModelPair pair = new(battle.ModelA, battle.ModelB);
                (battle.ModelA, battle.ModelB) = pair.Seated(TakeSeat_NeedsLock(pair, firstIsLeft));
            }

            _battles.Add(battle.BattleId, battle.Clone());
            Expire_NeedsLock(() => _battles.Remove(battle.BattleId));
            if (start.Length > 0)
            {
                _starts[start] = battle.BattleId;
                Expire_NeedsLock(() => Forget_NeedsLock(start, battle.BattleId));
            }

            if (battle.Session.Length > 0)
            {
                Remember_NeedsLock(_sessionPairs, battle.Session, new(battle.ModelA, battle.ModelB));
            }
        }

        return Task.FromResult(battle);
    }

    public Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            return Task.FromResult(_battles.GetValueOrDefault(battleId)?.Clone());
        }
    }

    public Task<Battle?> FindStartAsync(string start, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            return Task.FromResult(FindStart_NeedsLock(start)?.Clone());
        }
    }

    public Task<BattleAdvance?> AdvanceAsync(string battleId, BattleState target, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            if (!_battles.TryGetValue(battleId, out var battle))
            {
                return Task.FromResult<BattleAdvance?>(null);
            }

            var allowed = battle.State == target || BattleTransitions.Into(target).Contains(battle.State);
            if (allowed)
            {
                battle.State = target;
            }

            return Task.FromResult<BattleAdvance?>(new(battle.Clone(), allowed));
        }
    }

    public Task<int> CountActiveAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            return Task.FromResult(_battles.Values.Count(battle => !BattleTransitions.IsFinal(battle.State)));
        }
    }

    public Task<IReadOnlySet<ModelPair>> FindPairsAsync(string promptId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            return Task.FromResult<IReadOnlySet<ModelPair>>(_promptPairs.GetValueOrDefault(promptId, []).ToHashSet());
        }
    }

    public Task<bool> ReservePairAsync(string promptId, ModelPair pair, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            var isNew = !_promptPairs.GetValueOrDefault(promptId, []).Contains(pair);
            Remember_NeedsLock(_promptPairs, promptId, pair);
            return Task.FromResult(isNew);
        }
    }

    public Task<IReadOnlySet<ModelPair>> FindSessionPairsAsync(string session, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            var pairs = _sessionPairs.GetValueOrDefault(session, []);
            return Task.FromResult<IReadOnlySet<ModelPair>>(pairs.TakeLast(options.CurrentValue.SessionMemory).ToHashSet());
        }
    }

    private Battle? FindStart_NeedsLock(string start) => _starts.TryGetValue(start, out var id) ? _battles.GetValueOrDefault(id) : null;

    private void Forget_NeedsLock(string start, string battleId)
    {
        if (_starts.GetValueOrDefault(start) == battleId)
        {
            _starts.Remove(start);
        }
    }

    private bool TakeSeat_NeedsLock(ModelPair pair, bool coin)
    {
        if (_openSeats.Remove(pair, out var first))
        {
            return !first;
        }

        _openSeats.Add(pair, coin);
        return coin;
    }

    /// <summary>Keeps the pair, last, as long as a battle; a key without pairs is gone.</summary>
    private void Remember_NeedsLock(Dictionary<string, List<ModelPair>> pairsOf, string key, ModelPair pair)
    {
        if (!pairsOf.TryGetValue(key, out var pairs))
        {
            pairsOf.Add(key, pairs = []);
        }

        pairs.Add(pair);
        Expire_NeedsLock(() =>
        {
            pairs.RemoveAt(0); // they expire in the order in which they came
            if (pairs.Count == 0)
            {
                pairsOf.Remove(key);
            }
        });
    }

    private void Expire_NeedsLock(Action drop) => _expiries.Enqueue(drop, time.GetUtcNow() + options.CurrentValue.TimeToLive);

    private void DropExpired_NeedsLock()
    {
        var now = time.GetUtcNow();
        while (_expiries.TryPeek(out var drop, out var expiry) && expiry <= now)
        {
            _expiries.Dequeue();
            drop();
        }
    }
}
