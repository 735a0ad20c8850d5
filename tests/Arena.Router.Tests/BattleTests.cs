using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using Grpc.Core;

namespace Arena.Router.Tests;

public sealed class BattleTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RouterHost _host;

    public BattleTests() => _host = new RouterHost(time: _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, string, string> Refused => new()
    {
        { "", 0, "", "message-empty" },
        { " \n\u00A0", 0, "", "message-empty" },
        { new string('x', 32769), 0, "", "message-too-long" },
        { new string('é', 16385), 0, "", "message-too-long" },
        { "hello", -1, "", "invalid-view-index" },
        { "hello", 3, "", "invalid-view-index" },
        { "hello", 0, new string('s', 257), "invalid-request" },
    };

    public static TheoryData<StartBattleRequest, string> RefusedChoices => new()
    {
        { new() { Message = "hello", IdempotencyKey = new string('k', 257) }, "invalid-request" },
        { new() { Message = "hello", Models = { "m1" } }, "invalid-request" },
        { new() { Message = "hello", Models = { "m1", "m1" } }, "invalid-request" },
        { new() { Message = "hello", Models = { "m1", "m2", "m3" } }, "invalid-request" },
        { new() { Message = "hello", Eligibility = new() { ContextTokens = -1 } }, "invalid-request" },
        { new() { Message = "hello", Models = { "m1", "m9" } }, "model-unavailable" },
        { new() { Message = "hello", Models = { "m1", "m2" }, Eligibility = new() { ExcludedModels = { "m2" } } }, "model-unavailable" },
        { new() { Message = "hello", Eligibility = new() { ExcludedModels = { "m1", "m2" } } }, "not-enough-models" },
        { new() { Message = "hello", Eligibility = new() { Tools = true } }, "not-enough-models" },
    };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_battle_says_everything_that_was_decided()
    {
        var battle = await StartAsync(new() { Message = "hello", ViewIndex = 2, Session = "s", TraceParent = "00-trace" });

        Assert.Equal(
            new Battle
            {
                BattleId = battle.BattleId,
                PromptId = battle.PromptId,
                Message = "hello",
                Session = "s",
                ViewIndex = 2,
                TotalViews = 3,
                State = BattleState.Created,
                Route = battle.Route,
                ModelA = battle.ModelA,
                ModelB = battle.ModelB,
                PairPolicy = "uniform",
                PairProbability = 1.0 / 3,
                TraceParent = "00-trace",
                CreatedAt = new() { Seconds = 1767225600 },
            },
            battle);
        Assert.Equal(("arena", "general_chat", "battle", ""), (battle.Route.Route, battle.Route.QueryType, battle.Route.DecidedBy, battle.Route.ModelId));
        Assert.Equal("battle: a battle was asked for", battle.Route.Reasons[0]);
        Assert.InRange(battle.Route.Confidence, 1.0 / 6, 1);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", battle.BattleId);
        Assert.Equal(battle, await _host.Router.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_bad_request_names_its_problem_and_opens_nothing(string message, int view, string session, string problem)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => StartAsync(new() { Message = message, ViewIndex = view, Session = session }));

        Assert.Equal((StatusCode.InvalidArgument, problem), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Equal(0, (await _host.Router.GetStatusAsync(new(), cancellationToken: Token)).ActiveBattles);
    }

    [Theory]
    [MemberData(nameof(RefusedChoices))]
    public async Task A_choice_of_models_that_cannot_be_is_refused(StartBattleRequest request, string problem)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => StartAsync(request));

        Assert.Equal(problem, refused.Trailers.GetValue("arena-problem"));
        Assert.Equal(0, (await _host.Router.GetStatusAsync(new(), cancellationToken: Token)).ActiveBattles);
    }

    [Fact]
    public async Task A_repeated_start_opens_no_second_battle()
    {
        var request = new StartBattleRequest { Message = "hello", Session = "voter", IdempotencyKey = "key" };
        var first = await StartAsync(request);
        var again = await StartAsync(request);
        var next = await _host.Router.NextViewAsync(new() { BattleId = first.BattleId, IdempotencyKey = "key" }, cancellationToken: Token);
        var nextAgain = await _host.Router.NextViewAsync(new() { BattleId = first.BattleId, IdempotencyKey = "key" }, cancellationToken: Token);
        var stranger = await StartAsync(new(request) { Session = "stranger" });
        var refused = await Assert.ThrowsAsync<RpcException>(() => StartAsync(new(request) { Message = "something else" }));

        Assert.Equal((first, next), (again, nextAgain));
        Assert.Equal(3, new[] { first, next, stranger }.Select(battle => battle.BattleId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((StatusCode.AlreadyExists, "idempotency-conflict"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Equal(3, (await _host.Router.GetStatusAsync(new(), cancellationToken: Token)).ActiveBattles);
    }

    [Fact]
    public async Task Chosen_models_sit_where_the_voter_put_them_in_every_view()
    {
        var battle = await StartAsync(new() { Message = "hello", Models = { "m3", "m1" } });
        var next = await NextAsync(battle);

        Assert.All([battle, next], view => Assert.Equal(("m3", "m1", "named", 1.0), (view.ModelA, view.ModelB, view.PairPolicy, view.PairProbability)));
    }

    [Fact]
    public async Task Every_view_of_a_prompt_keeps_to_what_was_needed()
    {
        _host.Inference.Models = FakeInference.Available("m1", "m2", "m3", "m4");
        var battle = await StartAsync(new() { Message = "hello", Eligibility = new() { ExcludedModels = { "m4" } } });
        var next = await NextAsync(battle);
        var last = await NextAsync(next);

        Assert.Equal(["m1 m2", "m1 m3", "m2 m3"], new[] { battle, next, last }.Select(PairOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_voter_does_not_meet_the_last_pairs_again_while_there_are_others()
    {
        _host.Inference.Models = FakeInference.Available("m1", "m2", "m3", "m4");
        var pairs = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            pairs.Add(PairOf(await StartAsync(new() { Message = "hello", Session = "voter" })));
        }

        // Six pairs, of which the last five are avoided: the order of the first six repeats.
        Assert.Equal(6, pairs.Take(6).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(pairs.SkipLast(6), pairs.Skip(6));
    }

    [Fact]
    public async Task Views_that_are_drawn_at_once_show_different_pairs()
    {
        _host.Inference.Models = FakeInference.Available("m1", "m2", "m3", "m4", "m5");
        var first = await StartAsync(new() { Message = "hello" });

        var views = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => Task.Run(() => NextAsync(first), Token)));

        Assert.Equal(10, views.Append(first).Select(PairOf).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_longest_message_is_taken() =>
        Assert.Equal(32768, (await StartAsync(new() { Message = new string('x', 32768) })).Message.Length);

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(4, 3, 6)]
    [InlineData(5, 3, 10)]
    public async Task Three_views_of_one_prompt_show_as_many_different_pairs_as_the_pool_has(int models, int different, int pairs)
    {
        _host.Inference.Models = FakeInference.Available([.. Enumerable.Range(0, models).Select(i => $"m{i}")]);
        var first = await StartAsync(new() { Message = "hello" });
        var second = await NextAsync(first);
        var third = await NextAsync(second);
        var fourth = await NextAsync(third);

        Battle[] views = [first, second, third];
        Assert.Equal([0, 1, 2, 0], [first.ViewIndex, second.ViewIndex, third.ViewIndex, fourth.ViewIndex]);
        Assert.Single(views.Append(fourth).Select(view => (view.PromptId, view.Message)).Distinct());
        Assert.Equal(4, views.Append(fourth).Select(view => view.BattleId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(different, views.Select(PairOf).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1.0 / pairs, first.PairProbability, 12);
        Assert.Equal(1.0 / Math.Max(1, pairs - 1), second.PairProbability, 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_view_can_be_the_first_with_two_to_five_models(int view)
    {
        foreach (var models in (int[])[2, 3, 4, 5])
        {
            _host.Inference.Models = FakeInference.Available([.. Enumerable.Range(0, models).Select(i => $"m{i}")]);
            var battle = await StartAsync(new() { Message = "hello", ViewIndex = view });
            Assert.NotEqual(battle.ModelA, battle.ModelB);
        }
    }

    [Fact]
    public async Task Over_many_battles_every_model_sits_on_both_sides_equally_often()
    {
        _host.Inference.Models = FakeInference.Available("m1", "m2", "m3", "m4");
        var battles = new List<Battle>();
        for (var i = 0; i < 600; i++)
        {
            battles.Add(await StartAsync(new() { Message = "hello" }));
        }

        Assert.All(battles.GroupBy(PairOf, StringComparer.Ordinal), pair =>
        {
            var lefts = pair.CountBy(battle => battle.ModelA, StringComparer.Ordinal).Select(count => count.Value).ToArray();
            Assert.Equal(2, lefts.Length);
            Assert.InRange(lefts[0] - lefts[1], -1, 1);
        });
        var expected = 600 / 6.0;
        var chiSquare = battles.CountBy(PairOf, StringComparer.Ordinal).Sum(pair => Math.Pow(pair.Value - expected, 2) / expected);
        Assert.InRange(chiSquare, 0, 20.52); // 99.9 % of 5 degrees of freedom
    }

    [Fact]
    public async Task Fewer_than_two_models_that_may_meet_is_a_clear_error()
    {
        foreach (var models in (Model[][])
        [
            [],
            FakeInference.Available("m1"),
            [new() { Id = "m1", Available = true }, new() { Id = "m2", Available = false }],
            [new() { Id = "m1", Available = true }, new() { Id = "m1", Available = true }],
            [new() { Id = "q4", Available = true, VariantGroup = "seven" }, new() { Id = "q8", Available = true, VariantGroup = "seven" }],
        ])
        {
            await using var host = new RouterHost();
            host.Inference.Models = models;
            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
                await host.Router.StartBattleAsync(new() { Message = "hello" }, cancellationToken: Token));
            Assert.Equal((StatusCode.FailedPrecondition, "not-enough-models"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        }
    }

    [Fact]
    public async Task The_last_list_of_models_is_believed_until_it_is_too_old_and_again_when_it_is_renewed()
    {
        await StartAsync(new() { Message = "hello" });
        _host.Inference.Models = null;
        for (var i = 0; i < 14; i++)
        {
            await _time.AdvanceToNextTimerAsync(Token);
        }

        await StartAsync(new() { Message = "28 seconds later" });
        for (var i = 0; i < 3; i++)
        {
            await _time.AdvanceToNextTimerAsync(Token);
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => StartAsync(new() { Message = "34 seconds later" }));
        Assert.Equal("not-enough-models", refused.Trailers.GetValue("arena-problem"));

        _host.Inference.Models = FakeInference.Available("m8", "m9");
        await _time.AdvanceToNextTimerAsync(Token);
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return PairOf(await StartAsync(new() { Message = "renewed" })) == "m8 m9";
                }
                catch (RpcException)
                {
                    return false;
                }
            },
            "the new list is used");
    }

    [Fact]
    public async Task A_battle_moves_forward_and_never_back()
    {
        var battle = await StartAsync(new() { Message = "hello" });
        var states = new List<BattleState>();
        foreach (var state in (BattleState[])[BattleState.Streaming, BattleState.Streaming, BattleState.Answered, BattleState.Revealed])
        {
            states.Add((await AdvanceAsync(battle.BattleId, state)).State);
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => AdvanceAsync(battle.BattleId, BattleState.Streaming));
        Assert.Equal([BattleState.Streaming, BattleState.Streaming, BattleState.Answered, BattleState.Revealed], states);
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    public async Task An_unknown_battle_is_not_found(string battleId)
    {
        RpcException[] refused =
        [
            await Assert.ThrowsAsync<RpcException>(async () => await _host.Router.GetBattleAsync(new() { BattleId = battleId }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(() => NextAsync(new() { BattleId = battleId })),
            await Assert.ThrowsAsync<RpcException>(() => AdvanceAsync(battleId, BattleState.Streaming)),
        ];

        Assert.All(refused, problem =>
            Assert.Equal((StatusCode.NotFound, "battle-not-found"), (problem.StatusCode, problem.Trailers.GetValue("arena-problem"))));
    }

    [Fact]
    public async Task What_is_no_state_is_an_invalid_argument()
    {
        var battle = await StartAsync(new() { Message = "hello" });

        var refused = await Assert.ThrowsAsync<RpcException>(() => AdvanceAsync(battle.BattleId, BattleState.Unspecified));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Even_who_asks_for_an_action_gets_the_battle_that_was_asked_for()
    {
        var battle = await StartAsync(new() { Message = "Book me a table for two at Nobu tonight" });

        Assert.Equal(("arena", "battle"), (battle.Route.Route, battle.Route.DecidedBy));
    }

    [Fact]
    public async Task Ids_are_random_and_sort_by_nothing()
    {
        var ids = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            ids.Add((await StartAsync(new() { Message = "hello" })).BattleId);
        }

        Assert.Equal(200, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(ids.Zip(ids.Skip(1)).Count(two => string.CompareOrdinal(two.First, two.Second) < 0), 60, 140);
    }

    private static string PairOf(Battle battle) => string.Join(' ', new[] { battle.ModelA, battle.ModelB }.Order(StringComparer.Ordinal));

    private async Task<Battle> StartAsync(StartBattleRequest request) => await _host.Router.StartBattleAsync(request, cancellationToken: Token);

    private async Task<Battle> NextAsync(Battle battle) => await _host.Router.NextViewAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token);

    private async Task<Battle> AdvanceAsync(string battleId, BattleState state) =>
        await _host.Router.AdvanceBattleAsync(new() { BattleId = battleId, State = state }, cancellationToken: Token);
}
