using System.Net;
using Arena.Contracts.Inference;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

public class ConversationTests : ApiTest
{
    private const string AnswerA = "Paris is the capital of France.";
    private const string AnswerB = "It is **Paris**.";

    [Fact]
    public async Task Each_side_goes_on_from_its_own_answers()
    {
        var second = await SecondTurnAsync();
        await Client.StreamAsync(second);

        string[] Heard(string model) => [.. Backend.Inference.Requests.Last(request => request.ModelId == model).Messages.Select(said => $"{said.Role}: {said.Content}")];
        Assert.Equal(["User: What is the capital of France?", $"Assistant: {AnswerA}", "User: And of Spain?"], Heard(Models.A));
        Assert.Equal(["User: What is the capital of France?", $"Assistant: {AnswerB}", "User: And of Spain?"], Heard(Models.B));
        var recorded = Backend.Ratings.Battles[second];
        Assert.Equal("What is the capital of France?", recorded.Prompt);
        Assert.Equal(
            ["user: What is the capital of France?", $"assistant: {AnswerB}", "user: And of Spain?", $"assistant: {AnswerB}"],
            recorded.Right.Turns.Select(turn => $"{turn.Role}: {turn.Content}"));
    }

    [Fact]
    public async Task The_next_turn_is_a_battle_that_tells_what_was_said_and_the_one_before_tells_where_it_went_on()
    {
        var first = await AnsweredAsync();
        var second = await Client.PostAsync($"/api/arena/battles/{first}/continue", new { message = "And of Spain?" });
        var left = await Client.GetAsync($"/api/arena/battles/{first}");

        Assert.Equal(
            $$"""[{"message":"What is the capital of France?","response_a":"{{AnswerA}}","response_b":"{{AnswerB}}"}]""", second.Json["turns"]!.ToJsonString());
        Assert.Equal(("continued", (string)second.Json["battle_id"]!), ((string)left.Json["state"]!, (string)left.Json["continued_by"]!));
    }

    [Fact]
    public async Task Only_the_last_turn_is_voted_on()
    {
        var first = await AnsweredAsync();
        var second = await Client.PostAsync($"/api/arena/battles/{first}/continue", new { message = "And of Spain?" });
        var refused = await Client.VoteAsync(first, "left");
        var early = await Client.VoteAsync((string)second.Json["battle_id"]!, "left");
        await Client.StreamAsync((string)second.Json["battle_id"]!);
        var vote = await Client.VoteAsync((string)second.Json["battle_id"]!, "left");

        Assert.Equal(
            (HttpStatusCode.Conflict, "urn:llm-arena:problem:battle-continued", "urn:llm-arena:problem:battle-not-answered", HttpStatusCode.OK),
            (refused.Status, refused.Problem, early.Problem, vote.Status));
    }

    [Fact]
    public async Task A_turn_that_broke_off_is_asked_again_and_the_broken_one_is_forgotten()
    {
        Backend.Inference[Models.B] = async (events, _) =>
        {
            var broken = Backend.Inference.Calls is 3 or 4; // the second turn
            await events.WriteAsync(new() { Text = AnswerB });
            await events.WriteAsync(broken ? new() { Failed = new() { Kind = FailureKind.BrokenStream } } : FakeInference.Ending(FinishReason.Stop));
        };
        var second = await SecondTurnAsync();
        var events = await Client.StreamAsync(second);
        var third = await Client.PostAsync($"/api/arena/battles/{second}/continue", new { message = "And of Spain?" });
        await Client.StreamAsync((string)third.Json["battle_id"]!);
        var vote = await Client.VoteAsync((string)third.Json["battle_id"]!, "right");

        Assert.Equal(("failed", 1, HttpStatusCode.OK), (events[^1].Type, third.Json["turns"]!.AsArray().Count, vote.Status));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "message-empty")]
    [InlineData("a\0b", HttpStatusCode.BadRequest, "invalid-request")]
    public async Task A_turn_must_say_something(string message, HttpStatusCode status, string problem)
    {
        var first = await AnsweredAsync();
        var reply = await Client.PostAsync($"/api/arena/battles/{first}/continue", new { message });

        Assert.Equal((status, $"urn:llm-arena:problem:{problem}"), (reply.Status, reply.Problem));
    }

    [Fact]
    public async Task Only_what_is_answered_and_not_voted_on_goes_on()
    {
        var started = await Client.StartAsync();
        var early = await Client.PostAsync($"/api/arena/battles/{started}/continue", new { message = "more" });
        await Client.StreamAsync(started);
        await Client.VoteAsync(started, "tie");
        var late = await Client.PostAsync($"/api/arena/battles/{started}/continue", new { message = "more" });
        var unknown = await Client.PostAsync("/api/arena/battles/nope/continue", new { message = "more" });

        Assert.Equal(
            ("urn:llm-arena:problem:battle-not-answered", "urn:llm-arena:problem:battle-revealed", "urn:llm-arena:problem:battle-not-found"),
            (early.Problem, late.Problem, unknown.Problem));
    }

    private async Task<string> AnsweredAsync()
    {
        var battleId = await Client.StartAsync();
        await Client.StreamAsync(battleId);
        return battleId;
    }

    private async Task<string> SecondTurnAsync()
    {
        var reply = await Client.PostAsync($"/api/arena/battles/{await AnsweredAsync()}/continue", new { message = "And of Spain?" });
        return (string)reply.Json["battle_id"]!;
    }
}
