using Arena.Contracts.Router;
using Arena.Router.Battles;
using Arena.Router.Sessions;

namespace Arena.Router.Tests;

/// <summary>What every store of battles must do; one test class for each implementation.</summary>
public abstract class BattleStoreContract
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<BattleState, BattleState, bool> Moves => new()
    {
        { BattleState.Created, BattleState.Created, true },
        { BattleState.Created, BattleState.Streaming, true },
        { BattleState.Created, BattleState.Answered, false },
        { BattleState.Created, BattleState.Revealed, false },
        { BattleState.Created, BattleState.Failed, true },
        { BattleState.Streaming, BattleState.Created, false },
        { BattleState.Streaming, BattleState.Streaming, true },
        { BattleState.Streaming, BattleState.Answered, true },
        { BattleState.Streaming, BattleState.Revealed, false },
        { BattleState.Streaming, BattleState.Failed, true },
        { BattleState.Answered, BattleState.Created, false },
        { BattleState.Answered, BattleState.Streaming, false },
        { BattleState.Answered, BattleState.Answered, true },
        { BattleState.Answered, BattleState.Revealed, true },
        { BattleState.Answered, BattleState.Failed, false },
        { BattleState.Answered, BattleState.Continued, true },
        { BattleState.Streaming, BattleState.Continued, false },
        { BattleState.Continued, BattleState.Continued, true },
        { BattleState.Continued, BattleState.Revealed, false },
        { BattleState.Revealed, BattleState.Continued, false },
        { BattleState.Revealed, BattleState.Answered, false },
        { BattleState.Revealed, BattleState.Revealed, true },
        { BattleState.Revealed, BattleState.Failed, false },
        { BattleState.Failed, BattleState.Streaming, false },
        { BattleState.Failed, BattleState.Failed, true },
        { BattleState.Failed, BattleState.Revealed, false },
    };

    [Fact]
    public async Task A_battle_comes_back_as_it_was_kept()
    {
        var store = await StoreAsync();
        var battle = NewBattle();
        await store.CreateAsync(battle, "", coin: null, Token);

        Assert.Equal(battle, await store.FindAsync(battle.BattleId, Token));
    }

    [Fact]
    public async Task An_unknown_battle_is_not_found_and_cannot_move()
    {
        var store = await StoreAsync();

        Assert.Null(await store.FindAsync(RandomId.Next(), Token));
        Assert.Null(await store.AdvanceAsync(RandomId.Next(), BattleState.Streaming, Token));
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task A_battle_moves_only_forward(BattleState from, BattleState to, bool allowed)
    {
        var store = await StoreAsync();
        var battle = NewBattle();
        battle.State = from;
        await store.CreateAsync(battle, "", coin: null, Token);

        var advance = await store.AdvanceAsync(battle.BattleId, to, Token);

        var expected = new Battle(battle) { State = allowed ? to : from };
        Assert.Equal(new BattleAdvance(expected, allowed), advance);
        Assert.Equal(expected, await store.FindAsync(battle.BattleId, Token));
    }

    [Fact]
    public async Task Of_many_who_end_a_battle_in_two_ways_at_once_one_way_wins()
    {
        var store = await StoreAsync();
        var battle = NewBattle();
        battle.State = BattleState.Streaming;
        await store.CreateAsync(battle, "", coin: null, Token);

        var moves = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            async () => (Target: i % 2 == 0 ? BattleState.Answered : BattleState.Failed,
                Advance: await store.AdvanceAsync(battle.BattleId, i % 2 == 0 ? BattleState.Answered : BattleState.Failed, Token)),
            Token)));

        var end = (await store.FindAsync(battle.BattleId, Token))!.State;
        Assert.All(moves, move => Assert.Equal((end, move.Target == end), (move.Advance!.Battle.State, move.Advance.Allowed)));
    }

    [Fact]
    public async Task Battles_count_as_active_until_they_are_final()
    {
        var store = await StoreAsync();
        var (revealed, failed, streaming) = (NewBattle(), NewBattle(), NewBattle());
        var before = await store.CountActiveAsync(Token);
        foreach (var battle in (Battle[])[revealed, failed, streaming])
        {
            await store.CreateAsync(battle, "", coin: null, Token);
            await store.AdvanceAsync(battle.BattleId, BattleState.Streaming, Token);
        }

        var open = await store.CountActiveAsync(Token);
        await store.AdvanceAsync(revealed.BattleId, BattleState.Answered, Token);
        await store.AdvanceAsync(revealed.BattleId, BattleState.Revealed, Token);
        await store.AdvanceAsync(failed.BattleId, BattleState.Failed, Token);

        Assert.Equal((0, 3, 1), (before, open, await store.CountActiveAsync(Token)));
    }

    [Fact]
    public async Task An_abandoned_battle_is_gone_and_leaves_the_counter_when_its_time_is_over()
    {
        var store = await StoreAsync(timeToLive: TimeSpan.FromMilliseconds(500));
        var battle = NewBattle();
        await store.ReservePairAsync(battle.PromptId, new(battle.ModelA, battle.ModelB), Token);
        await store.CreateAsync(battle, "start", coin: null, Token);
        var open = await store.CountActiveAsync(Token);

        await ExpireAsync(store, battle.BattleId);

        Assert.Equal(1, open);
        Assert.Equal(0, await store.CountActiveAsync(Token));
        Assert.Null(await store.FindAsync(battle.BattleId, Token));
        Assert.Null(await store.AdvanceAsync(battle.BattleId, BattleState.Streaming, Token));
        Assert.Empty(await store.FindPairsAsync(battle.PromptId, Token));
        Assert.Empty(await store.FindSessionPairsAsync(battle.Session, Token));
        var again = NewBattle();
        Assert.Same(again, await store.CreateAsync(again, "start", coin: null, Token));
    }

    [Fact]
    public async Task A_pair_is_reserved_once_for_a_prompt()
    {
        var store = await StoreAsync();
        var (prompt, other) = (RandomId.Next(), RandomId.Next());

        bool[] isNew =
        [
            await store.ReservePairAsync(prompt, new("m1", "m2"), Token),
            await store.ReservePairAsync(prompt, new("m2", "m3"), Token),
            await store.ReservePairAsync(prompt, new("m2", "m1"), Token),
            await store.ReservePairAsync(other, new("m2", "m1"), Token),
        ];

        Assert.Equal([true, true, false, true], isNew);
        Assert.Equal([new("m1", "m2"), new("m2", "m3")], (await store.FindPairsAsync(prompt, Token)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_last_pairs_of_a_session_are_remembered_and_of_no_other()
    {
        var store = await StoreAsync();
        var (session, other) = (RandomId.Next(), RandomId.Next());
        for (var i = 0; i < 7; i++)
        {
            await store.CreateAsync(new(NewBattle()) { Session = session, ModelA = "m", ModelB = $"m{i}" }, "", coin: null, Token);
        }

        await store.CreateAsync(new(NewBattle()) { Session = "", ModelA = "m", ModelB = "nobody's" }, "", coin: null, Token);

        Assert.Equal(
            [new("m", "m2"), new("m", "m3"), new("m", "m4"), new("m", "m5"), new("m", "m6")],
            (await store.FindSessionPairsAsync(session, Token)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Empty(await store.FindSessionPairsAsync(other, Token));
        Assert.Empty(await store.FindSessionPairsAsync("", Token));
    }

    [Fact]
    public async Task A_repeated_start_is_answered_with_the_battle_of_the_first_as_it_is_now()
    {
        var store = await StoreAsync();
        var (first, second, other) = (NewBattle(), NewBattle(), NewBattle());
        await store.CreateAsync(first, "start", coin: null, Token);
        await store.AdvanceAsync(first.BattleId, BattleState.Streaming, Token);

        var kept = await store.CreateAsync(second, "start", coin: null, Token);

        Assert.Equal(new Battle(first) { State = BattleState.Streaming }, kept);
        Assert.Null(await store.FindAsync(second.BattleId, Token));
        Assert.Same(other, await store.CreateAsync(other, "another start", coin: null, Token));
        Assert.Equal(2, await store.CountActiveAsync(Token));
    }

    [Fact]
    public async Task Of_many_repetitions_at_once_one_battle_is_kept()
    {
        var store = await StoreAsync();

        var kept = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => store.CreateAsync(NewBattle(), "start", coin: null, Token), Token)));

        Assert.Single(kept.Select(battle => battle.BattleId).Distinct(StringComparer.Ordinal));
        Assert.Equal(1, await store.CountActiveAsync(Token));
    }

    [Fact]
    public async Task Seats_go_in_blocks_of_two()
    {
        var store = await StoreAsync();
        List<string> seats = [];
        foreach (var coin in (bool[])[true, true, false, false, true, false])
        {
            var battle = await store.CreateAsync(NewBattle(), "", coin, Token);
            Assert.Equal(battle, await store.FindAsync(battle.BattleId, Token));
            seats.Add($"{battle.ModelA}{battle.ModelB}");
            await store.CreateAsync(new(NewBattle()) { ModelB = "another" }, "", coin: true, Token);
            await store.CreateAsync(NewBattle(), "", coin: null, Token); // chosen: takes nobody's turn
        }

        Assert.Equal(["m1m2", "m2m1", "m2m1", "m1m2", "m1m2", "m2m1"], seats);
    }

    [Fact]
    public async Task Seats_taken_at_once_are_balanced()
    {
        var store = await StoreAsync();

        var battles = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => store.CreateAsync(NewBattle(), "", coin: i % 3 == 0, Token), Token)));

        Assert.Equal(50, battles.Count(battle => battle.ModelA == "m1"));
    }

    [Fact]
    public async Task A_repeated_start_takes_no_seat()
    {
        var store = await StoreAsync();
        var first = await store.CreateAsync(NewBattle(), "start", coin: true, Token);

        await Task.WhenAll(Enumerable.Range(0, 21).Select(_ => Task.Run(() => store.CreateAsync(NewBattle(), "start", coin: true, Token), Token)));

        Assert.Equal(first, await store.FindStartAsync("start", Token));
        Assert.Null(await store.FindStartAsync("another start", Token));
        Assert.Null(await store.FindStartAsync("", Token));
        Assert.Equal(("m1", "m2"), (first.ModelA, (await store.CreateAsync(NewBattle(), "", coin: true, Token)).ModelA));
    }

    /// <summary>An empty store.</summary>
    private protected abstract Task<IBattleStore> StoreAsync(TimeSpan? timeToLive = null);

    /// <summary>Lets the battle's time pass.</summary>
    private protected abstract Task ExpireAsync(IBattleStore store, string battleId);

    private static Battle NewBattle() => new()
    {
        BattleId = RandomId.Next(),
        PromptId = RandomId.Next(),
        Message = "Wie heißt die Hauptstadt? 🗼\0",
        Session = "session",
        ViewIndex = 1,
        TotalViews = 3,
        State = BattleState.Created,
        Route = new() { Route = "arena", QueryType = "general_chat", Confidence = 1, Reasons = { "no-tools" } },
        ModelA = "m2",
        ModelB = "m1",
        PairPolicy = "uniform",
        PairProbability = 0.1,
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        CreatedAt = new() { Seconds = 1_700_000_000, Nanos = 5 },
    };
}
