namespace Arena.Inference.Swapping;

/// <summary>From what is wanted to what is done.</summary>
internal sealed partial class SwapScheduler
{
    private readonly List<Demand> _demands = [];

    private List<SwapDecision> Plan(TimeSpan now)
    {
        _holds.RemoveAll(hold => hold.Until <= now);
        RejectAll(waiter => !waiter.Ticket.Urgent && now - waiter.Since >= rules.QueueTimeout, RejectReason.TimedOut, _timedOut);
        GrantInOrder(now);
        Place(now);
        var decided = _decisions;
        _decisions = [];
        return decided;
    }

    private void GrantInOrder(TimeSpan now)
    {
        if (rules.Order is QueueOrder.Collate)
        {
            Grant(waiter => waiter.Model is { Phase: ModelPhase.Loaded, Closing: false }, now);
            return;
        }

        var ready = _waiting.FindIndex(waiter => waiter.Model.Phase is not ModelPhase.Loaded);
        var first = _waiting.Take(ready < 0 ? _waiting.Count : ready).ToHashSet();
        Grant(first.Contains, now);
    }

    private void Grant(Predicate<Waiter> which, TimeSpan now)
    {
        _waiting.RemoveAll(waiter =>
        {
            if (!which(waiter))
            {
                return false;
            }

            waiter.Model.Begin(now);
            Revalue(waiter.Model);
            _granted.Add(waiter.Ticket.Id, waiter);
            _decisions.Add(new SwapDecision.Grant(waiter.Ticket.Id));
            return true;
        });
    }

    /// <summary>Loads what is wanted, in the order of those who wait, and makes room for it.</summary>
    private void Place(TimeSpan now)
    {
        CollectDemands(now);
        HashSet<Resident> closing = [];
        foreach (var model in _models.Values.Where(model => model.Closing))
        {
            closing.Add(model);
            model.Closing = false;
        }

        var (free, soon) = CountRoom();
        var mayEvict = true;

        foreach (var demand in _demands)
        {
            if (demand.Model.Phase is ModelPhase.Unloaded && free.Fits(demand.Model))
            {
                Load(demand.Model, demand.Origin, now);
                free -= demand.Model;
                soon -= demand.Model;
            }
            else if (mayEvict && (soon.Fits(demand.Model) || TryMakeRoom(demand, closing, now, ref soon)))
            {
                // What is free and what is coming is promised to it: nobody behind it may take that.
                soon -= demand.Model;
                free = default;
            }
            else if (demand.Overdue || rules.Order is QueueOrder.FirstCome)
            {
                break;
            }
            else
            {
                mayEvict = false; // those behind it may only have what fits beside
            }
        }

        if (_demands.Count == 0)
        {
            LoadPreferred(free, now);
        }
    }

    /// <summary>The room that nobody has now, and the room when the running unloads are confirmed.</summary>
    private (Room Free, Room Soon) CountRoom()
    {
        var free = Room.Of(rules);
        var soon = free;
        foreach (var model in _models.Values)
        {
            free = model.TakesMemory ? free - model : free;
            soon = model.Phase is ModelPhase.Loading or ModelPhase.Loaded ? soon - model : soon;
        }

        return (free, soon);
    }

    /// <summary>The models that are wanted and not there, each once, those who have waited longest first.</summary>
    private void CollectDemands(TimeSpan now)
    {
        _demands.Clear();
        foreach (var waiter in _waiting)
        {
            Add(waiter.Model, waiter.Since, waiter.Ticket.Origin, waiter.Ticket.Group, waiter.Ticket.Urgent);
            if (rules.Order is QueueOrder.FirstCome)
            {
                return;
            }
        }

        foreach (var hold in _holds)
        {
            Add(hold.Model, hold.Since, SwapOrigin.Request, hold.Group, urgent: false);
        }

        void Add(Resident model, TimeSpan since, SwapOrigin origin, string? group, bool urgent)
        {
            if (model.Phase is ModelPhase.Unloaded or ModelPhase.Unloading && !_demands.Exists(demand => demand.Model == model))
            {
                _demands.Add(new(model, origin, group, urgent || now - since >= rules.MaxWait));
            }
        }
    }

    /// <summary>Unloads what has to give way; when that is not enough and the wait was long, closes what will have to.</summary>
    private bool TryMakeRoom(Demand demand, HashSet<Resident> closing, TimeSpan now, ref Room soon)
    {
        var victims = Choose(demand, soon, closing, model => MayGo(model, demand, now));
        if (!victims.Enough)
        {
            foreach (var model in demand.Overdue ? Choose(demand, soon, closing, MustGoSomeTime).Models : [])
            {
                model.Closing = true;
            }

            return false;
        }

        foreach (var victim in victims.Models)
        {
            _age = Math.Max(_age, victim.Value);
            victim.Enter(ModelPhase.Unloading, now);
            _decisions.Add(new SwapDecision.Unload(victim.Name, demand.Model.Name, demand.Origin));
            soon += victim;
        }

        return true;
    }

    private static bool MustGoSomeTime(Resident model) => model is { Phase: ModelPhase.Loaded, Model.Pinned: false };

    private bool MayGo(Resident model, Demand demand, TimeSpan now) =>
        model is { Phase: ModelPhase.Loaded, InFlight: 0, Model.Pinned: false }
        && model.UnloadNotBefore <= now
        && !_holds.Exists(hold => hold.Model == model)
        && (demand.Overdue || rules.Order is QueueOrder.FirstCome || model.LoadedAt + rules.MinResidence <= now);

    /// <summary>
    /// The fewest that make enough room, those worth least first: before them those that are closing already, and last of all
    /// those that the demand's own group uses.
    /// </summary>
    private (List<Resident> Models, bool Enough) Choose(Demand demand, Room there, HashSet<Resident> closing, Func<Resident, bool> may)
    {
        var candidates = _models.Values.Where(may)
            .OrderBy(model => IsUsedBy(model, demand.Group)).ThenByDescending(closing.Contains).ThenBy(model => model.Value)
            .ThenBy(model => model.Name, StringComparer.Ordinal)
            .ToList();
        List<Resident> chosen = [];
        foreach (var candidate in candidates)
        {
            if (there.Fits(demand.Model))
            {
                break;
            }

            chosen.Add(candidate);
            there += candidate;
        }

        if (!there.Fits(demand.Model))
        {
            return (chosen, false);
        }

        for (var i = chosen.Count - 1; i >= 0; i--)
        {
            var without = there - chosen[i];
            if (without.Fits(demand.Model))
            {
                there = without;
                chosen.RemoveAt(i); // a larger one behind it made it needless
            }
        }

        return (chosen, true);
    }

    private void LoadPreferred(Room free, TimeSpan now)
    {
        foreach (var name in _preferred)
        {
            if (_models.TryGetValue(name, out var model) && model.Phase is ModelPhase.Unloaded && model.LoadNotBefore <= now && free.Fits(model))
            {
                Load(model, SwapOrigin.Usage, now);
                free -= model;
            }
        }
    }

    private void Load(Resident model, SwapOrigin origin, TimeSpan now)
    {
        model.Enter(ModelPhase.Loading, now);
        model.Origin = origin;
        _decisions.Add(new SwapDecision.Load(model.Name, origin));
    }

    /// <summary>A model that is wanted and not there.</summary>
    private sealed record Demand(Resident Model, SwapOrigin Origin, string? Group, bool Overdue);
}
