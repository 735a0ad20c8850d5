using Arena.Inference.Swapping;

namespace Arena.Inference.Tests.Swapping;

/// <summary>Who is loaded, who gives way, and who waits. Each step is written as <c>grant 1</c>, <c>load b</c>, <c>unload a for b</c>.</summary>
public sealed class SwapSchedulerTests
{
    private static readonly SwapRules OneAtATime = new(
        VramMib: 0, MaxLoaded: 1, QueueOrder.Collate, MinResidence: Seconds(1), MaxWait: Seconds(5), QueueTimeout: Seconds(60), MaxQueue: 100,
        FailuresBeforeQuarantine: 3, QuarantineTime: Seconds(60));

    private static readonly SwapModel[] Equal = [.. "abcd".Select(name => new SwapModel($"{name}", 1000, Pinned: false, Seconds(10)))];

    private readonly List<string> _steps = [];
    private SwapScheduler _scheduler = null!;
    private long _ticket;

    [Fact]
    public void The_promises_hold_over_two_million_random_steps()
    {
        var (grants, swaps) = (0L, 0L);
        Parallel.For(0, 400, seed =>
        {
            var simulation = new SwapSimulation(seed);
            try
            {
                simulation.Run(5000);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }

            Interlocked.Add(ref grants, simulation.Grants);
            Interlocked.Add(ref swaps, simulation.Swaps);
        });

        Assert.True(grants > 100_000 && swaps > 10_000, $"{grants} grants, {swaps} swaps: the simulation has to do something.");
    }

    [Fact]
    public void Requests_for_a_model_that_is_being_loaded_join_the_load()
    {
        Start(OneAtATime);
        Ask("a", 0);
        Ask("a", 1);
        Loaded("a", 2);

        Assert.Equal(["load a", "grant 1", "grant 2"], _steps);
    }

    [Fact]
    public void A_B_A_B_becomes_A_A_B_B()
    {
        Start(OneAtATime);
        foreach (var model in new[] { "a", "b", "a", "b" })
        {
            Ask(model, 0);
        }

        Loaded("a", 1);
        Release(1, 4);
        Release(3, 5);
        Unloaded("a", 6);
        Loaded("b", 7);

        Assert.Equal(["load a", "grant 1", "grant 3", "unload a for b", "load b", "grant 2", "grant 4"], _steps);
    }

    [Fact]
    public void In_the_order_of_arrival_it_stays_A_B_A_B()
    {
        Start(OneAtATime with { Order = QueueOrder.FirstCome });
        foreach (var model in new[] { "a", "b", "a", "b" })
        {
            Ask(model, 0);
        }

        Loaded("a", 1);
        Release(1, 2);
        Unloaded("a", 3);
        Loaded("b", 4);

        Assert.Equal(["load a", "grant 1", "unload a for b", "load b", "grant 2"], _steps);
    }

    [Fact]
    public void A_loaded_model_stays_for_its_minimum_residence()
    {
        Start(OneAtATime with { MinResidence = Seconds(3) });
        Ask("a", 0);
        Loaded("a", 1);
        Ask("b", 1.1);
        Release(1, 2);
        Assert.Equal(Seconds(4), _scheduler.NextTick(Seconds(2)));
        Take(_scheduler.Tick(Seconds(4)));

        Assert.Equal(["load a", "grant 1", "unload a for b"], _steps);
    }

    [Fact]
    public void After_the_longest_wait_the_model_in_the_way_takes_no_more_and_gives_way_when_idle()
    {
        Start(OneAtATime);
        Ask("a", 0);
        Loaded("a", 1);
        Ask("b", 2);
        Ask("a", 6.9);
        Take(_scheduler.Tick(Seconds(7)));
        Ask("a", 7.1); // 4: too late
        Release(1, 8);
        Release(3, 9);
        Unloaded("a", 10);
        Loaded("b", 11);

        Assert.Equal(["load a", "grant 1", "grant 3", "unload a for b", "load b", "grant 2"], _steps);
    }

    [Fact]
    public void When_the_one_that_waited_has_left_the_model_opens_again()
    {
        Start(OneAtATime);
        Ask("a", 0);
        Loaded("a", 1);
        Ask("b", 2);
        Take(_scheduler.Tick(Seconds(7)));
        Ask("a", 7.1);
        Release(2, 7.2);
        Take(_scheduler.Tick(Seconds(7.3)));

        Assert.Equal(["load a", "grant 1", "grant 3"], _steps);
    }

    [Fact]
    public void Memory_is_taken_until_the_unload_is_confirmed()
    {
        Start(OneAtATime);
        Ask("a", 0);
        Loaded("a", 1);
        Release(1, 2);
        Ask("b", 3);
        Ask("c", 3.1);

        Assert.Equal(["load a", "grant 1", "unload a for b"], _steps);
        Unloaded("a", 9);
        Assert.Equal("load b", _steps[^1]);
    }

    [Fact]
    public void A_pinned_model_never_gives_way_and_who_cannot_fit_beside_it_is_told_at_once()
    {
        Start(OneAtATime, new SwapModel("a", 1000, Pinned: true, Seconds(1)), Equal[1]);
        Ask("a", 0);
        Loaded("a", 1);
        Release(1, 2);
        Ask("b", 3);

        Assert.Equal(["load a", "grant 1", "reject 2 DoesNotFit"], _steps);
    }

    [Fact]
    public void The_cheapest_to_bring_back_gives_way_under_gdsf_the_coldest_under_lru_the_oldest_under_fifo()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var policy in EvictionPolicies.Names)
        {
            Start(OneAtATime with { MaxLoaded = 3 }, policy, new("a", 1000, false, Seconds(30)), new("b", 1000, false, Seconds(10)), new("c", 1000, false, Seconds(1)), Equal[3]);
            UseOnce("a", 0, 30);
            UseOnce("b", 40, 10);
            UseOnce("c", 60, 1);
            Take(_scheduler.Request(new(100, "a", SwapOrigin.Request, null, []), Seconds(70)));
            Take(_scheduler.Release(100, Seconds(71)));
            Take(_scheduler.Request(new(101, "d", SwapOrigin.Request, null, []), Seconds(80)));
            seen[policy] = _steps[^1];
        }

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal) { ["fifo"] = "unload a for d", ["gdsf"] = "unload c for d", ["lru"] = "unload b for d" },
            new SortedDictionary<string, string>(seen, StringComparer.Ordinal));
    }

    [Fact]
    public void Both_halves_of_a_group_are_loaded_at_once_even_before_the_second_has_come()
    {
        Start(OneAtATime with { MaxLoaded = 2 });
        Ask("a", 0, "g", "b");
        Loaded("b", 1);
        Ask("b", 1.1, "g", "a");
        Loaded("a", 2);

        Assert.Equal(["load a", "load b", "grant 2", "grant 1"], _steps);
    }

    [Fact]
    public void One_half_of_a_group_does_not_push_out_what_the_other_is_about_to_use()
    {
        Start(OneAtATime with { MaxLoaded = 2 }, "lru");
        UseOnce("a", 0, 1);
        UseOnce("b", 10, 1);
        Ask("c", 20, "g", "a"); // the least recently used is a, but the other half needs it
        Unloaded("b", 21);
        Ask("a", 21.1, "g", "c");
        Loaded("c", 22);

        Assert.Equal(["unload b for c", "load c", "grant 4", "grant 3"], _steps[4..]);
    }

    [Fact]
    public void A_half_that_never_comes_is_waited_for_two_seconds()
    {
        Start(OneAtATime);
        UseOnce("b", 0, 1);
        Ask("a", 10, "g", "b");
        Assert.Equal(["load b", "grant 1"], _steps);
        Assert.Equal(Seconds(12), _scheduler.NextTick(Seconds(10)));
        Take(_scheduler.Tick(Seconds(12)));

        Assert.Equal("unload b for a", _steps[^1]);
    }

    [Fact]
    public void A_failed_load_turns_its_requests_away_and_three_are_a_quarantine()
    {
        Start(OneAtATime);
        for (var failure = 0; failure < 3; failure++)
        {
            Ask("a", failure * 10);
            Take(_scheduler.LoadFailed("a", "out of memory", Seconds((failure * 10) + 1)));
        }

        Ask("a", 30);
        Ask("a", 21 + 73); // over a minute and its jitter later: one try

        Assert.Equal(
            ["load a", "reject 1 LoadFailed", "load a", "reject 2 LoadFailed", "load a", "reject 3 LoadFailed", "reject 4 LoadFailed", "load a"], _steps);
    }

    [Fact]
    public void A_waiter_that_left_is_not_loaded_for()
    {
        Start(OneAtATime);
        Ask("a", 0);
        Loaded("a", 1);
        Ask("b", 2);
        Release(2, 3);
        Release(1, 4);
        Take(_scheduler.Tick(Seconds(50)));

        Assert.Equal(["load a", "grant 1"], _steps);
    }

    [Fact]
    public void A_request_that_waited_too_long_and_one_too_many_are_turned_away()
    {
        Start(OneAtATime with { QueueTimeout = Seconds(3), MaxQueue = 1 });
        Ask("a", 0);
        Ask("a", 1);
        Take(_scheduler.Tick(Seconds(3)));

        Assert.Equal(["load a", "reject 2 QueueFull", "reject 1 TimedOut"], _steps);
    }

    [Fact]
    public void An_operator_goes_before_all_and_does_not_wait_for_the_residence()
    {
        Start(OneAtATime with { MinResidence = Seconds(5) });
        Ask("a", 0);
        Loaded("a", 1);
        Release(1, 1.5);
        Ask("b", 2);
        Take(_scheduler.Request(new(_ticket + 1, "c", SwapOrigin.Operator, null, [], Urgent: true), Seconds(2)));

        Assert.Equal("unload a for c", _steps[^1]);
    }

    [Fact]
    public void A_refused_unload_is_tried_again_later()
    {
        Start(OneAtATime);
        UseOnce("a", 0, 1);
        Ask("b", 10);
        Take(_scheduler.UnloadFailed("a", Seconds(11)));
        Assert.Equal(Seconds(12), _scheduler.NextTick(Seconds(11)));
        Take(_scheduler.Tick(Seconds(12)));

        Assert.Equal(["unload a for b", "unload a for b"], _steps[2..]);
    }

    [Fact]
    public void What_the_node_says_counts_unless_it_is_older_than_what_is_known()
    {
        Start(OneAtATime with { MaxLoaded = 2 });
        Take(_scheduler.Observe(new HashSet<string> { "a" }, Seconds(0), Seconds(1)));
        Ask("a", 2);
        Ask("b", 3);
        Loaded("b", 5);
        Take(_scheduler.Observe(new HashSet<string> { "a" }, Seconds(4), Seconds(6))); // read before b was loaded
        Ask("b", 7);
        Take(_scheduler.Observe(new HashSet<string>(), Seconds(8), Seconds(9)));
        Ask("b", 10);

        Assert.Equal(["grant 1", "load b", "grant 2", "grant 3", "load b"], _steps);
    }

    [Fact]
    public void Free_room_is_used_for_what_is_likely_and_nothing_gives_way_for_it()
    {
        Start(OneAtATime with { MaxLoaded = 2 });
        Ask("a", 0);
        Loaded("a", 1);
        Take(_scheduler.Prefer(["b", "c"], Seconds(2)));
        Loaded("b", 3);
        Take(_scheduler.Tick(Seconds(100)));

        Assert.Equal(["load a", "grant 1", "load b"], _steps);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Start(SwapRules rules, params SwapModel[] models) => Start(rules, "gdsf", models);

    private void Start(SwapRules rules, string eviction, params SwapModel[] models)
    {
        _scheduler = new(rules, EvictionPolicies.Find(eviction)!, new Random(1));
        _steps.Clear();
        _ticket = 0;
        foreach (var model in models.Length == 0 ? Equal : models)
        {
            _scheduler.Define(model);
        }
    }

    private void Ask(string model, double at, string? group = null, params string[] companions) =>
        Take(_scheduler.Request(new(++_ticket, model, SwapOrigin.Request, group, companions), Seconds(at)));

    private void Loaded(string model, double at) => Take(_scheduler.LoadCompleted(model, Seconds(1), Seconds(at)));

    private void Unloaded(string model, double at) => Take(_scheduler.UnloadCompleted(model, Seconds(at)));

    private void Release(long ticket, double at) => Take(_scheduler.Release(ticket, Seconds(at)));

    private void UseOnce(string model, double at, double load)
    {
        Ask(model, at);
        Take(_scheduler.LoadCompleted(model, Seconds(load), Seconds(at + load)));
        Release(_ticket, at + load + 1);
    }

    private void Take(IReadOnlyList<SwapDecision> decisions) => _steps.AddRange(decisions.Select(decision => decision switch
    {
        SwapDecision.Grant grant => $"grant {grant.Ticket}",
        SwapDecision.Reject reject => $"reject {reject.Ticket} {reject.Reason}",
        SwapDecision.Load load => $"load {load.Model}",
        SwapDecision.Unload unload => $"unload {unload.Model} for {unload.For}",
        _ => throw new ArgumentOutOfRangeException(nameof(decisions)),
    }));
}
