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
    private readonly Dictionary<string, PromptPairs> _prompts = new(StringComparer.Ordinal);
    private readonly Dictionary<ModelPair, bool> _openSeats = [];
    private readonly PriorityQueue<Battle, DateTimeOffset> _expiries = new();

    public string Name => "memory";

    public Task CreateAsync(Battle battle, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            var kept = battle.Clone();
            var expiry = time.GetUtcNow() + options.CurrentValue.TimeToLive;
            _battles.Add(kept.BattleId, kept);
            _expiries.Enqueue(kept, expiry);
            if (!_prompts.TryGetValue(kept.PromptId, out var prompt))
            {
                _prompts.Add(kept.PromptId, prompt = new([]));
            }

            prompt.Pairs.Add(new(kept.ModelA, kept.ModelB));
            prompt.Views++;
        }

        return Task.CompletedTask;
    }

    public Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropExpired_NeedsLock();
            return Task.FromResult(_battles.GetValueOrDefault(battleId)?.Clone());
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
            IReadOnlySet<ModelPair> pairs = _prompts.TryGetValue(promptId, out var prompt) ? prompt.Pairs.ToHashSet() : new HashSet<ModelPair>();
            return Task.FromResult(pairs);
        }
    }

    public Task<bool> TakeSeatAsync(ModelPair pair, bool coin, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_openSeats.Remove(pair, out var first))
            {
                return Task.FromResult(!first);
            }

            _openSeats.Add(pair, coin);
            return Task.FromResult(coin);
        }
    }

    private void DropExpired_NeedsLock()
    {
        var now = time.GetUtcNow();
        while (_expiries.TryPeek(out var battle, out var expiry) && expiry <= now)
        {
            _expiries.Dequeue();
            _battles.Remove(battle.BattleId);
            if (--_prompts[battle.PromptId].Views == 0)
            {
                _prompts.Remove(battle.PromptId);
            }
        }
    }

    /// <summary>What the views of one prompt have had; gone with the last of them.</summary>
    private sealed class PromptPairs(HashSet<ModelPair> pairs)
    {
        public HashSet<ModelPair> Pairs => pairs;

        public int Views { get; set; }
    }
}
