using Arena.Contracts.Router;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using Grpc.Core;

namespace Arena.Router.Tests;

public sealed class ConversationTests : IAsyncDisposable
{
    private readonly RouterHost _host = new(time: new ManualTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_next_turn_keeps_pair_seats_and_prompt_and_knows_what_was_said()
    {
        var first = await AnsweredAsync(await StartAsync());
        var second = await ContinueAsync(first, "And mergesort?");

        var expected = new Battle(first)
        {
            BattleId = second.BattleId,
            Message = "And mergesort?",
            State = BattleState.Created,
            TraceParent = "00-turn",
            CreatedAt = second.CreatedAt,
            Turns = { new BattleTurn { Message = "hello", AnswerA = "from a", AnswerB = "from b" } },
        };
        Assert.Equal(expected, second);
        var left = await GetAsync(first);
        Assert.Equal((BattleState.Continued, second.BattleId), (left.State, left.ContinuedBy));
    }

    [Fact]
    public async Task The_same_turn_again_is_the_same_battle_and_another_message_a_conflict()
    {
        var first = await AnsweredAsync(await StartAsync());
        var second = await ContinueAsync(first, "more");

        Assert.Equal(second.BattleId, (await ContinueAsync(first, "more")).BattleId);
        Assert.Equal("battle-continued", await RefusedAsync(first, "something else"));
    }

    [Theory]
    [InlineData(BattleState.Created, "battle-not-answered")]
    [InlineData(BattleState.Streaming, "battle-not-answered")]
    [InlineData(BattleState.Revealed, "battle-revealed")]
    [InlineData(BattleState.Failed, "battle-failed")]
    public async Task A_battle_that_is_not_answered_or_is_over_does_not_go_on(BattleState state, string problem)
    {
        var battle = await StartAsync();
        foreach (var step in (BattleState[])[BattleState.Streaming, BattleState.Answered, BattleState.Revealed])
        {
            if (state is BattleState.Failed || step > state)
            {
                break;
            }

            await AdvanceAsync(battle, step);
        }

        if (state is BattleState.Failed)
        {
            await AdvanceAsync(battle, state);
        }

        Assert.Equal(problem, await RefusedAsync(battle, "more"));
    }

    [Fact]
    public async Task A_later_turn_that_failed_is_asked_anew_without_a_trace_in_the_conversation()
    {
        var first = await AnsweredAsync(await StartAsync());
        var failed = await ContinueAsync(first, "more");
        await AdvanceAsync(failed, BattleState.Failed);
        var again = await ContinueAsync(failed, "more, please");

        Assert.Equal(
            (failed.Turns, failed.ModelA, failed.ModelB, "more, please"),
            (again.Turns, again.ModelA, again.ModelB, again.Message));
    }

    [Fact]
    public async Task The_next_view_of_a_conversation_starts_it_over()
    {
        var first = await AnsweredAsync(await StartAsync());
        var second = await ContinueAsync(first, "more");
        var next = await _host.Router.NextViewAsync(new() { BattleId = second.BattleId }, cancellationToken: Token);

        Assert.Equal(("hello", 0, 1), (next.Message, next.Turns.Count, next.ViewIndex));
    }

    [Fact]
    public async Task A_conversation_has_an_end()
    {
        var battle = await StartAsync();
        for (var turn = 1; turn < 10; turn++)
        {
            battle = await ContinueAsync(await AnsweredAsync(battle), $"turn {turn}");
        }

        Assert.Equal("conversation-too-long", await RefusedAsync(await AnsweredAsync(battle), "one more"));
    }

    [Fact]
    public async Task A_conversation_that_has_outgrown_a_models_context_does_not_go_on()
    {
        foreach (var model in _host.Inference.Models!)
        {
            model.Capabilities = new() { ContextLength = 2000 };
        }

        var first = await AnsweredAsync(await StartAsync());
        var refused = await Assert.ThrowsAsync<RpcException>(() => ContinueAsync(first, "more", answerA: new string('x', 4000)));

        Assert.Equal((StatusCode.FailedPrecondition, "model-unavailable"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Equal(BattleState.Answered, (await GetAsync(first)).State);
    }

    [Fact]
    public async Task A_turn_must_say_something()
    {
        var first = await AnsweredAsync(await StartAsync());

        Assert.Equal(("message-empty", "message-too-long"), (await RefusedAsync(first, " "), await RefusedAsync(first, new string('x', 32769))));
    }

    private async Task<Battle> StartAsync() =>
        await _host.Router.StartBattleAsync(new() { Message = "hello", Session = "voter", TraceParent = "00-first" }, cancellationToken: Token);

    private async Task<Battle> GetAsync(Battle battle) =>
        await _host.Router.GetBattleAsync(new() { BattleId = battle.BattleId }, cancellationToken: Token);

    private async Task<Battle> AdvanceAsync(Battle battle, BattleState state) =>
        await _host.Router.AdvanceBattleAsync(new() { BattleId = battle.BattleId, State = state }, cancellationToken: Token);

    private async Task<Battle> AnsweredAsync(Battle battle)
    {
        await AdvanceAsync(battle, BattleState.Streaming);
        return await AdvanceAsync(battle, BattleState.Answered);
    }

    private async Task<Battle> ContinueAsync(Battle battle, string message, string answerA = "from a") => await _host.Router.ContinueBattleAsync(
        new() { BattleId = battle.BattleId, Message = message, AnswerA = answerA, AnswerB = "from b", TraceParent = "00-turn" }, cancellationToken: Token);

    private async Task<string?> RefusedAsync(Battle battle, string message) =>
        (await Assert.ThrowsAsync<RpcException>(() => ContinueAsync(battle, message))).Trailers.GetValue("arena-problem");
}
