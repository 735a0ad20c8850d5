using Arena.Inference.Swapping;

namespace Arena.Inference.Tests.Swapping;

/// <summary>
/// A node and its callers in simulated time, driven by a seed: requests come, end and are given up, loads and unloads take their time
/// and fail, the node refuses and restarts. After each step the promises of the scheduler are checked.
/// </summary>
internal sealed class SwapSimulation
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestSwap = TimeSpan.FromSeconds(3);

    private readonly Random _random;
    private readonly SwapRules _rules;
    private readonly SwapModel[] _models;
    private readonly SwapScheduler _scheduler;
    private readonly bool _faults;
    private readonly PriorityQueue<Action, TimeSpan> _future = new();
    private readonly Dictionary<long, (SwapTicket Ticket, TimeSpan Since)> _waiting = [];
    private readonly Dictionary<long, SwapTicket> _granted = [];
    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal); // a load or an unload is under way
    private readonly TimeSpan _longestWait;
    private TimeSpan _now;
    private long _tickets;
    private long _groups;

    public SwapSimulation(int seed)
    {
        _random = new(seed);
        _models = [.. Enumerable.Range(0, _random.Next(2, 7)).Select(i => new SwapModel($"m{i}", _random.Next(1, 5) * 1000, Pinned: i == 0 && seed % 5 == 0, TimeSpan.FromSeconds(1 + i)))];
        _faults = seed % 3 == 0;
        var largest = _models.Max(model => model.VramMib) + (_models[0].Pinned ? _models[0].VramMib : 0);
        _rules = new(
            VramMib: largest + _random.Next(0, 8000), MaxLoaded: _random.Next(3) == 0 ? _random.Next(_models[0].Pinned ? 2 : 1, 4) : 0,
            seed % 4 == 1 ? QueueOrder.FirstCome : QueueOrder.Collate, MinResidence: TimeSpan.FromSeconds(_random.NextDouble()),
            MaxWait: TimeSpan.FromSeconds(1 + (4 * _random.NextDouble())), QueueTimeout: TimeSpan.FromDays(1), MaxQueue: 24,
            FailuresBeforeQuarantine: 3, QuarantineTime: TimeSpan.FromSeconds(10));
        var policies = EvictionPolicies.Names.Select(name => EvictionPolicies.Find(name)!).ToArray();
        _scheduler = new(_rules, policies[seed % policies.Length], new Random(seed));
        foreach (var model in _models)
        {
            _scheduler.Define(model);
        }

        // In turn each other model may be served once before: its own wait to be closed, an answer, an unload and a load.
        _longestWait = (_models.Length + 1) * (_rules.MaxWait + _rules.MinResidence + LongestAnswer + (2 * LongestSwap) + SwapRules.GroupHold + SwapRules.UnloadRetry);
        if (_rules.Order is QueueOrder.FirstCome)
        {
            _longestWait = _rules.MaxQueue * (LongestAnswer + (2 * LongestSwap));
        }

        Later(TimeSpan.Zero, Arrive);
    }

    public int Grants { get; private set; }

    public int Swaps { get; private set; }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var tick = _scheduler.NextTick(_now);
            Assert.True(_future.TryPeek(out _, out var at));
            if (tick is { } due && due <= at)
            {
                Assert.True(due > _now, "A tick that is not in the future would be asked for again and again.");
                _now = due;
                Apply(_scheduler.Tick(_now));
            }
            else
            {
                var happens = _future.Dequeue();
                _now = at;
                happens();
            }

            Check();
        }
    }

    private void Arrive()
    {
        Later(Random(TimeSpan.FromSeconds(0.6)), Arrive);
        var model = Pick();
        if (_models.Length > 2 && _random.Next(3) == 0)
        {
            var other = Pick();
            var group = $"g{_groups++}";
            Ask(model, group, other);
            var secondComes = _random.Next(10) > 0;
            if (secondComes && other != model)
            {
                Later(Random(TimeSpan.FromSeconds(0.05)), () => Ask(other, group, model));
            }
        }
        else
        {
            Ask(model, group: null);
        }

        SwapModel Pick() => _models[Math.Min(_random.Next(_models.Length), _random.Next(_models.Length))]; // some are asked more often
    }

    private void Ask(SwapModel model, string? group, params SwapModel[] companions)
    {
        var urgent = _random.Next(50) == 0;
        var ticket = new SwapTicket(
            _tickets++, model.Name, urgent ? SwapOrigin.Operator : SwapOrigin.Request, group, [.. companions.Select(companion => companion.Name)], urgent);
        _waiting.Add(ticket.Id, (ticket, _now));
        Apply(_scheduler.Request(ticket, _now));
        if (_random.Next(8) == 0)
        {
            Later(Random(TimeSpan.FromSeconds(2)), () => Leave(ticket.Id));
        }
    }

    private void Leave(long ticket)
    {
        if (_waiting.Remove(ticket) | _granted.Remove(ticket))
        {
            Apply(_scheduler.Release(ticket, _now));
        }
    }

    private void Apply(IReadOnlyList<SwapDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            switch (decision)
            {
                case SwapDecision.Grant grant:
                    Grants++;
                    Assert.True(_waiting.Remove(grant.Ticket, out var waited), "Only who waits is granted, and once.");
                    Assert.True(_loaded.Contains(waited.Ticket.Model) && !_busy.Contains(waited.Ticket.Model), "A grant is for a model that is loaded and stays.");
                    _granted.Add(grant.Ticket, waited.Ticket);
                    Later(Random(LongestAnswer), () => Leave(grant.Ticket));
                    break;
                case SwapDecision.Reject reject:
                    Assert.True(_waiting.Remove(reject.Ticket), "Only who waits is turned away, and once.");
                    break;
                case SwapDecision.Load load:
                    Swaps++;
                    Assert.False(_loaded.Contains(load.Model), "What is loaded is not loaded.");
                    Assert.True(_busy.Add(load.Model), "One thing at a time for a model.");
                    Later(Random(LongestSwap), () => Load(load.Model));
                    break;
                case SwapDecision.Unload unload:
                    Assert.True(_loaded.Contains(unload.Model) && _busy.Add(unload.Model), "What is unloaded is loaded, and nothing is under way.");
                    Assert.False(_granted.Values.Any(ticket => ticket.Model == unload.Model), "A busy model stays.");
                    Assert.False(_models.Single(model => model.Name == unload.Model).Pinned, "A pinned model stays.");
                    CheckHalves(unload);
                    Later(Random(LongestSwap), () => Unload(unload.Model));
                    break;
            }
        }
    }

    /// <summary>The halves of a group that fit beside each other do not push each other out.</summary>
    private void CheckHalves(SwapDecision.Unload unload)
    {
        if (_rules.Order is QueueOrder.FirstCome || _waiting.Values.All(w => w.Ticket.Urgent || w.Ticket.Model != unload.For))
        {
            return;
        }

        var pinned = _models.Where(model => model.Pinned).Sum(model => model.VramMib);
        var both = _models.Where(model => !model.Pinned && (model.Name == unload.Model || model.Name == unload.For)).Sum(model => model.VramMib);
        var fit = both + pinned <= _rules.VramMib && (_rules.MaxLoaded == 0 || _rules.MaxLoaded >= 3);
        var halves = _waiting.Values.Where(waiter => waiter.Ticket.Model == unload.For && waiter.Ticket.Group is not null).Select(waiter => waiter.Ticket.Group)
            .Intersect(_waiting.Values.Where(waiter => waiter.Ticket.Model == unload.Model).Select(waiter => waiter.Ticket.Group));
        var oldest = _waiting.Values.Where(waiter => waiter.Ticket.Model == unload.For).MinBy(waiter => waiter.Since).Ticket;
        Assert.False(fit && oldest.Group is not null && halves.Contains(oldest.Group) && OthersCouldGo(unload), "The halves of a group do not push each other out.");
    }

    private bool OthersCouldGo(SwapDecision.Unload unload) => _loaded.Any(model => model != unload.Model && !_busy.Contains(model)
        && !_models.Single(m => m.Name == model).Pinned && _granted.Values.All(ticket => ticket.Model != model)
        && _models.Single(m => m.Name == model).VramMib >= _models.Single(m => m.Name == unload.Model).VramMib);

    private void Load(string model)
    {
        _busy.Remove(model);
        if (_faults && _random.Next(10) == 0)
        {
            Apply(_scheduler.LoadFailed(model, "out of memory", _now));
            return;
        }

        _loaded.Add(model);
        Apply(_scheduler.LoadCompleted(model, TimeSpan.FromSeconds(1), _now));
    }

    private void Unload(string model)
    {
        _busy.Remove(model);
        if (_faults && _random.Next(10) == 0)
        {
            Apply(_scheduler.UnloadFailed(model, _now));
            return;
        }

        _loaded.Remove(model);
        Apply(_scheduler.UnloadCompleted(model, _now));
    }

    private void Check()
    {
        var memory = 0;
        var places = 0;
        foreach (var model in _models)
        {
            if (_loaded.Contains(model.Name) || _busy.Contains(model.Name))
            {
                memory += model.VramMib;
                places++;
            }
        }

        Assert.True(memory <= _rules.VramMib, "The memory holds what is in it.");
        Assert.True(_rules.MaxLoaded == 0 || places <= _rules.MaxLoaded, "There are as many places as there are.");
        Assert.Equal(_waiting.Count, _scheduler.WaitingCount);
        foreach (var (_, since) in _waiting.Values)
        {
            Assert.True(_now - since <= _longestWait, "Nobody waits for ever.");
        }

        Assert.True(
            _waiting.Count == 0 || _granted.Count > 0 || _busy.Count > 0 || _scheduler.NextTick(_now) is not null,
            "Somebody waits, but nothing is under way and nothing is due.");
    }

    private TimeSpan Random(TimeSpan atMost) => atMost * _random.NextDouble();

    private void Later(TimeSpan after, Action action) => _future.Enqueue(action, _now + after);
}
