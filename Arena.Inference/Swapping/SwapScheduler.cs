namespace Arena.Inference.Swapping;

/// <summary>
/// Decides which models of one node are in its memory, and who is served when. A state machine: it is told what happened and when, and
/// answers with what is to be done; it does nothing itself. Time is a time since any fixed moment and never falls.
/// Not safe for concurrent use.
/// </summary>
/// <remarks>
/// What it holds to: memory is taken from the decision to load until an unload is confirmed; a model that answers, is pinned, or is about
/// to be used by the other request of a group is not unloaded; requests for a loaded model join it, until somebody has waited for
/// <see cref="SwapRules.MaxWait"/>: then the model in the way takes no more and gives way as soon as it is idle.
/// </remarks>
/// <param name="rules">The bounds.</param>
/// <param name="eviction">Who gives way.</param>
/// <param name="random">Of the jitter in pauses after failures.</param>
internal sealed partial class SwapScheduler(SwapRules rules, IEvictionPolicy eviction, Random random)
{
    private readonly Dictionary<string, Resident> _models = new(StringComparer.Ordinal);
    private readonly List<Waiter> _waiting = []; // in the order in which they are served
    private readonly Dictionary<long, Waiter> _granted = [];
    private readonly List<Hold> _holds = [];
    private readonly string _timedOut = $"Its turn did not come within {rules.QueueTimeout.TotalSeconds:0.###} s.";
    private List<SwapDecision> _decisions = [];
    private IReadOnlyList<string> _preferred = [];
    private double _age;

    public IReadOnlyCollection<Resident> Models => _models.Values;

    public int WaitingCount => _waiting.Count;

    /// <summary>The memory that is taken, in MiB.</summary>
    public int UsedVramMib => _models.Values.Where(model => model.TakesMemory).Sum(model => model.Model.VramMib);

    /// <summary>Those who wait, first the one that is served first; true: its model is being loaded.</summary>
    public IEnumerable<(long Ticket, bool Loading)> Waiting => _waiting.Select(waiter => (waiter.Ticket.Id, waiter.Model.Phase is ModelPhase.Loading));

    /// <summary>Makes a model known, or corrects what is known of it.</summary>
    public void Define(SwapModel model)
    {
        if (_models.TryGetValue(model.Name, out var known))
        {
            known.Model = model;
        }
        else
        {
            _models.Add(model.Name, new(model));
        }
    }

    /// <summary>Somebody wants to use a model that was defined.</summary>
    public IReadOnlyList<SwapDecision> Request(SwapTicket ticket, TimeSpan now)
    {
        var model = _models[ticket.Model];
        _holds.RemoveAll(hold => hold.Model == model && hold.Group == ticket.Group);
        if (Refusal(model, ticket, now) is var (reason, detail))
        {
            _decisions.Add(new SwapDecision.Reject(ticket.Id, reason, detail));
            return Plan(now);
        }

        var at = ticket.Urgent ? _waiting.FindIndex(waiter => !waiter.Ticket.Urgent) : -1;
        _waiting.Insert(at < 0 ? _waiting.Count : at, new(ticket, model, now));
        HoldCompanions(ticket, now);
        return Plan(now);
    }

    /// <summary>Keeps a loaded model that is not about to give way, until the ticket is released; it does not count as used.</summary>
    public bool TryHold(long ticket, string name)
    {
        if (!_models.TryGetValue(name, out var model) || model is not { Phase: ModelPhase.Loaded, Closing: false })
        {
            return false;
        }

        model.Hold();
        _granted.Add(ticket, new(new(ticket, name, SwapOrigin.Canary, null, []), model, TimeSpan.Zero));
        return true;
    }

    /// <summary>A ticket is no longer wanted, or its use has ended.</summary>
    public IReadOnlyList<SwapDecision> Release(long ticket, TimeSpan now)
    {
        var at = _waiting.FindIndex(waiter => waiter.Ticket.Id == ticket);
        if (at >= 0)
        {
            var left = _waiting[at].Ticket;
            _waiting.RemoveAt(at);
            _holds.RemoveAll(hold => hold.Group == left.Group);
        }
        else if (_granted.Remove(ticket, out var granted))
        {
            granted.Model.End(now, used: granted.Ticket.Origin is not SwapOrigin.Canary);
            Revalue(granted.Model);
        }

        return Plan(now);
    }

    public IReadOnlyList<SwapDecision> LoadCompleted(string name, TimeSpan took, TimeSpan now)
    {
        var model = _models[name];
        model.Measured(took);
        model.Forgive();
        model.Enter(ModelPhase.Loaded, now);
        Revalue(model);
        if (rules.Order is QueueOrder.Collate)
        {
            Grant(waiter => waiter.Model == model, now); // before anybody can close it: it was loaded for them
        }

        return Plan(now);
    }

    /// <summary>Who waits for the model is turned away, and it is left alone for a while.</summary>
    public IReadOnlyList<SwapDecision> LoadFailed(string name, string reason, TimeSpan now)
    {
        var model = _models[name];
        model.Enter(ModelPhase.Unloaded, now);
        model.Failed(reason, now, PauseAfter);
        _holds.RemoveAll(hold => hold.Model == model);
        RejectAll(waiter => waiter.Model == model, RejectReason.LoadFailed, reason);
        return Plan(now);
    }

    public IReadOnlyList<SwapDecision> UnloadCompleted(string name, TimeSpan now)
    {
        _models[name].Enter(ModelPhase.Unloaded, now);
        return Plan(now);
    }

    /// <summary>The model is still there.</summary>
    public IReadOnlyList<SwapDecision> UnloadFailed(string name, TimeSpan now)
    {
        var model = _models[name];
        model.Enter(ModelPhase.Loaded, now);
        model.UnloadNotBefore = now + SwapRules.UnloadRetry;
        return Plan(now);
    }

    /// <summary>What the node has in memory, as it was at <paramref name="asOf"/>: models also come and go by themselves.</summary>
    public IReadOnlyList<SwapDecision> Observe(IReadOnlySet<string> loaded, TimeSpan asOf, TimeSpan now)
    {
        foreach (var model in _models.Values)
        {
            if (model.Since > asOf)
            {
                continue; // what was read is older than what is known
            }

            switch (model.Phase)
            {
                case ModelPhase.Loaded when !loaded.Contains(model.Name):
                    model.Enter(ModelPhase.Unloaded, now);
                    break;
                case ModelPhase.Unloaded when loaded.Contains(model.Name):
                    model.Forgive();
                    model.Enter(ModelPhase.Loaded, now);
                    Revalue(model);
                    break;
            }
        }

        return Plan(now);
    }

    /// <summary>The models to load into room that nobody else wants, the best first.</summary>
    public IReadOnlyList<SwapDecision> Prefer(IReadOnlyList<string> models, TimeSpan now)
    {
        _preferred = models;
        return Plan(now);
    }

    /// <summary>The node is back: what failed while it was away is forgiven.</summary>
    public IReadOnlyList<SwapDecision> Forgive(TimeSpan now)
    {
        foreach (var model in _models.Values)
        {
            model.Forgive();
        }

        return Plan(now);
    }

    /// <summary>Turns away everybody who waits.</summary>
    public IReadOnlyList<SwapDecision> Close(string detail, TimeSpan now)
    {
        _holds.Clear();
        RejectAll(_ => true, RejectReason.Closed, detail);
        return Plan(now);
    }

    /// <summary>Why a model is not loaded although it is wanted; null when it may be.</summary>
    public string? Quarantine(string name, TimeSpan now) =>
        _models.TryGetValue(name, out var model) && !model.TakesMemory && model.LoadNotBefore > now
            ? $"{model.Failures} load(s) in a row failed, the next one in {Math.Ceiling((model.LoadNotBefore - now).TotalSeconds)} s: {model.Failure}"
            : null;

    /// <summary>Time has passed; to be called at <see cref="NextTick"/> at the latest.</summary>
    public IReadOnlyList<SwapDecision> Tick(TimeSpan now) => Plan(now);

    /// <summary>When something is due although nothing happens; null: never.</summary>
    public TimeSpan? NextTick(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var waiter in _waiting)
        {
            Due(waiter.Since + rules.MaxWait);
            if (!waiter.Ticket.Urgent)
            {
                Due(waiter.Since + rules.QueueTimeout);
            }
        }

        foreach (var hold in _holds)
        {
            Due(hold.Until);
        }

        if (_waiting.Count + _holds.Count > 0)
        {
            foreach (var model in _models.Values.Where(model => model.Phase is ModelPhase.Loaded))
            {
                Due(model.LoadedAt + rules.MinResidence);
                Due(model.UnloadNotBefore);
            }
        }

        return next;

        void Due(TimeSpan at)
        {
            if (at > now && (next is null || at < next))
            {
                next = at;
            }
        }
    }

    private (RejectReason Reason, string Detail)? Refusal(Resident model, SwapTicket ticket, TimeSpan now)
    {
        if (!RoomForAll(model).Fits(model))
        {
            return (RejectReason.DoesNotFit, $"'{model.Name}' takes {model.Model.VramMib} MiB, more than the node can free.");
        }

        if (ticket.Origin is not SwapOrigin.Operator && Quarantine(model.Name, now) is { } quarantine)
        {
            return (RejectReason.LoadFailed, quarantine);
        }

        return _waiting.Count >= rules.MaxQueue ? (RejectReason.QueueFull, $"{_waiting.Count} requests wait already.") : null;
    }

    /// <summary>What the node could free for a model at best: everything but the pinned ones.</summary>
    private Room RoomForAll(Resident model)
    {
        var room = Room.Of(rules);
        foreach (var other in _models.Values)
        {
            if (other != model && other.Model.Pinned && other.TakesMemory)
            {
                room -= other;
            }
        }

        return room;
    }

    private void HoldCompanions(SwapTicket ticket, TimeSpan now)
    {
        if (ticket.Group is null)
        {
            return;
        }

        foreach (var companion in ticket.Companions)
        {
            if (companion != ticket.Model && _models.TryGetValue(companion, out var model) && !IsUsedBy(model, ticket.Group)
                && model.LoadNotBefore <= now && !_holds.Exists(hold => hold.Model == model && hold.Group == ticket.Group))
            {
                _holds.Add(new(model, ticket.Group, now, now + SwapRules.GroupHold));
            }
        }
    }

    private bool IsUsedBy(Resident model, string? group) => group is not null
        && (_waiting.Exists(waiter => waiter.Model == model && waiter.Ticket.Group == group)
            || _granted.Values.Any(granted => granted.Model == model && granted.Ticket.Group == group));

    private void RejectAll(Predicate<Waiter> which, RejectReason reason, string detail)
    {
        _waiting.RemoveAll(waiter =>
        {
            if (which(waiter))
            {
                _decisions.Add(new SwapDecision.Reject(waiter.Ticket.Id, reason, detail));
                return true;
            }

            return false;
        });
    }

    /// <summary>Half a second, doubling up to five; from then on a quarantine, doubling up to an hour. Four fifths to six fifths of that.</summary>
    private TimeSpan PauseAfter(int failures)
    {
        var beyond = failures - rules.FailuresBeforeQuarantine;
        var seconds = beyond < 0
            ? Math.Min(0.5 * Math.Pow(2, failures - 1), 5)
            : Math.Min(rules.QuarantineTime.TotalSeconds * Math.Pow(2, Math.Min(beyond, 30)), Math.Max(3600, rules.QuarantineTime.TotalSeconds));
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.4 * random.NextDouble())));
    }

    private void Revalue(Resident model) => model.Value = eviction.ValueOf(model, _age);

    private sealed record Waiter(SwapTicket Ticket, Resident Model, TimeSpan Since);

    /// <summary>A model that a group has announced, kept for the request that is still to come.</summary>
    private sealed record Hold(Resident Model, string Group, TimeSpan Since, TimeSpan Until);
}
