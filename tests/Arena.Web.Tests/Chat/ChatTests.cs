using System.Net;
using System.Text.Json.Nodes;
using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Arena.Web.Tests.Api;
using Arena.Web.Tests.Fakes;
using Grpc.Core;

namespace Arena.Web.Tests.Chat;

/// <summary>The hybrid entry, over services that behave and that do not.</summary>
public sealed class ChatTests : ApiTest
{
    private const string Route =
        """route {"route":"tools","query_type":"tool_calling","confidence":0.93,"reasons":["classifier: tools are needed"],"decided_by":"classifier","tool_probability":0.93,"model":{"id":"sim-XyzzyMarker-a","display_name":"sim-XyzzyMarker-a (simulated)"}}""";

    private static readonly object Weather = new
    {
        type = "function",
        function = new { name = "get_weather", description = "The forecast.", parameters = new { type = "object", properties = new { city = new { type = "string", description = "a place" } } } },
    };

    private static readonly ToolCall Call = new() { Id = "call_1", Name = "get_weather", ArgumentsJson = """{"city":"Köln"}""" };

    private HttpClient? _http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Http => _http ??= Web.CreateClient();

    [Fact]
    public async Task A_query_for_tools_streams_where_it_goes_then_text_and_whole_calls_then_its_end()
    {
        ToTools();
        Backend.Inference[Models.A] = async (events, _) =>
        {
            await events.WriteAsync(new() { Preparing = new() { State = PreparingState.Loading, Position = 2 } });
            await events.WriteAsync(new() { Reasoning = "hm" });
            await events.WriteAsync(new() { Text = "I look it up. ☂" });
            await events.WriteAsync(new() { ToolCall = Call });
            await events.WriteAsync(FakeInference.Ending(FinishReason.ToolCalls));
        };

        var events = await Http.ChatAsync(new { message = "What is the weather in Köln?", session = "me", offered_tools = new[] { Weather } }, cancellationToken: Token);

        Assert.Equal(
            [
                Route,
                """preparing {"state":"loading","position":2}""",
                """reasoning {"text":"hm"}""",
                """text {"text":"I look it up. ☂"}""",
                """tool_call {"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Köln\"}"}}""",
                """done {"finish_reason":"tool_calls","model_id":"sim-XyzzyMarker-a","input_tokens":7,"output_tokens":180,"duration_seconds":2}""",
            ],
            events);
        Assert.Equal(
            new RouteRequest
            {
                Message = "What is the weather in Köln?",
                Session = "me",
                Tools = { new OfferedTool { Name = "get_weather", Description = "The forecast.", Parameters = { "city a place" } } },
                Context = new(),
            },
            Assert.Single(Backend.Router.Routed));
        Assert.Equal(
            new GenerateRequest
            {
                ModelId = Models.A,
                Messages = { new ChatMessage { Role = Role.User, Content = "What is the weather in Köln?" } },
                Tools =
                {
                    new Tool
                    {
                        Name = "get_weather",
                        Description = "The forecast.",
                        ParametersJson = """{"type":"object","properties":{"city":{"type":"string","description":"a place"}}}""",
                    },
                },
                Settings = new() { MaxTokens = 2048 },
                Cache = CacheUse.Never,
            },
            Assert.Single(Backend.Inference.Requests));
    }

    [Fact]
    public async Task What_a_tool_gave_back_goes_with_the_conversation_to_the_one_who_called_it()
    {
        ToTools();
        var conversation = new object[]
        {
            new { role = "system", content = "Be short." },
            new { role = "user", content = "Weather?" },
            new { role = "assistant", content = (string?)null, tool_calls = new[] { new { id = "call_1", type = "function", function = new { name = "get_weather", arguments = "{}" } } } },
            new { role = "tool", tool_call_id = "call_1", content = "rain" },
        };

        await Http.ChatAsync(new { messages = conversation, offered_tools = new[] { Weather }, context = new { active_workflow = "trip", loaded_data = new[] { "map" } } }, cancellationToken: Token);

        var routed = Assert.Single(Backend.Router.Routed);
        Assert.Equal(("Weather?", true, "trip", "map"), (routed.Message, routed.HasTools, routed.Context.ActiveWorkflow, routed.Context.LoadedData.Single()));
        Assert.Equal(
            [
                new ChatMessage { Role = Role.System, Content = "Be short." },
                new ChatMessage { Role = Role.User, Content = "Weather?" },
                new ChatMessage { Role = Role.Assistant, ToolCalls = { new ToolCall { Id = "call_1", Name = "get_weather", ArgumentsJson = "{}" } } },
                new ChatMessage { Role = Role.Tool, ToolCallId = "call_1", Content = "rain" },
            ],
            Assert.Single(Backend.Inference.Requests).Messages);
    }

    [Fact]
    public async Task A_query_for_the_arena_opens_a_battle_that_names_nobody()
    {
        var events = await Http.ChatAsync(new { message = "Why is the sky blue?", route = "arena" }, key: "once", cancellationToken: Token);

        var battle = JsonNode.Parse(events[1]["battle ".Length..])!;
        Assert.Equal(2, events.Count);
        Assert.StartsWith("""route {"route":"arena",""", events[0], StringComparison.Ordinal);
        Assert.Equal("Why is the sky blue?", (string?)battle["message"]);
        Assert.Equal(("arena", "once"), (Backend.Router.Routed.Single().Choice, Backend.Router.Keys.Single()));
        Assert.DoesNotContain(Models.Marker, string.Concat(events), StringComparison.Ordinal);
        var answers = await Client.StreamAsync((string)battle["battle_id"]!);
        Assert.Equal("answered", answers[^1].Type);
    }

    public static TheoryData<string, string> Breaks => new()
    {
        { "eof", """failed {"type":"urn:llm-arena:problem:answer-failed","title":"The answer broke off","detail":"What is there is not complete. Try again.","partial":true}""" },
        { "cut", """failed {"type":"urn:llm-arena:problem:answer-failed","title":"The answer broke off","detail":"What is there is not complete. Try again.","partial":true}""" },
        { "failed", """failed {"type":"urn:llm-arena:problem:answer-failed","title":"The answer broke off","detail":"What is there is not complete. Try again.","partial":true}""" },
        { "silent", """failed {"type":"urn:llm-arena:problem:answer-failed","title":"No answer came","detail":"The model failed before it said anything. Try again.","partial":false}""" },
        { "away", """failed {"type":"urn:llm-arena:problem:model-unavailable","title":"The model cannot answer now","detail":"No server that has it takes the request. Try again, or ask the arena.","partial":false}""" },
        { "busy", """failed {"type":"urn:llm-arena:problem:model-unavailable","title":"The model cannot answer now","detail":"No server that has it takes the request. Try again, or ask the arena.","partial":false,"retry_after":3}""" },
        { "overflow", """failed {"type":"urn:llm-arena:problem:message-too-long","title":"The conversation is too long","detail":"The model has no room for all of it. Start a new conversation.","partial":false}""" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task An_answer_that_breaks_off_is_never_told_as_a_whole_one(string fault, string last)
    {
        ToTools();
        Backend.Inference[Models.A] = (events, _) => BreakAsync(events, fault);

        var events = await Http.ChatAsync(new { message = "Weather?", tools = new[] { Weather } }, cancellationToken: Token);

        Assert.Equal((Route, last), (events[0], events[^1]));
        Assert.DoesNotContain(events, item => item.StartsWith("done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_takes_too_long_is_given_up()
    {
        ToTools();
        Backend.Inference[Models.A] = FakeInference.Forever;
        await using var hasty = new Replica(Backend, redis: null, ("Chat:AnswerTimeout", "00:00:01"), ("Chat:Heartbeat", "00:00:00.100"));

        var events = await hasty.CreateClient().ChatAsync(new { message = "Weather?" }, cancellationToken: Token);

        Assert.Equal([Route, """failed {"type":"urn:llm-arena:problem:answer-failed","title":"The answer took too long","detail":"It was given up. Try again, or ask for less.","partial":false}"""], events);
        await Backend.Inference.Cancelled.WaitAsync(Token);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_model()
    {
        ToTools();
        Backend.Inference[Models.A] = async (events, token) =>
        {
            await events.WriteAsync(new() { Text = "Let me begin" });
            await FakeInference.Forever(events, token);
        };
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Http.ChatAsync(
            new { message = "Weather?" }, seen: type => (type == "text" ? leaving : null)?.Cancel(), cancellationToken: leaving.Token));

        await Backend.Inference.Cancelled.WaitAsync(Token);
    }

    [Theory]
    [InlineData(StatusCode.FailedPrecondition, "no-tool-model", HttpStatusCode.ServiceUnavailable)]
    [InlineData(StatusCode.FailedPrecondition, "model-unavailable", HttpStatusCode.Conflict)]
    [InlineData(StatusCode.FailedPrecondition, "not-enough-models", HttpStatusCode.ServiceUnavailable)]
    [InlineData(StatusCode.Unavailable, "sessions-unavailable", HttpStatusCode.ServiceUnavailable)]
    public async Task What_the_router_cannot_do_is_a_problem_with_a_stable_type(StatusCode code, string name, HttpStatusCode status)
    {
        Backend.Router.Fault = FakeRouter.Problem(code, name);

        var refused = await Client.PostAsync("/api/chat", new { message = "Weather?", route = "tools" });

        Assert.Equal((status, $"urn:llm-arena:problem:{name}"), (refused.Status, refused.Problem));
    }

    [Fact]
    public async Task One_query_is_one_trace()
    {
        ToTools();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = System.Net.Http.Json.JsonContent.Create(new { message = "Weather?" }) };
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await Client.SendAsync(request);

        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", Assert.Single(Backend.Inference.TraceParents), StringComparison.Ordinal);
    }

    private static async Task BreakAsync(AnswerScript events, string fault)
    {
        if (fault is "eof" or "cut" or "failed")
        {
            await events.WriteAsync(new() { ToolCall = Call });
        }

        switch (fault)
        {
            case "cut":
                throw new RpcException(new Status(StatusCode.Unknown, Models.Marker));
            case "away":
                throw new RpcException(new Status(StatusCode.Unavailable, Models.Marker));
            case "failed":
                await events.WriteAsync(new() { Failed = new() { Kind = FailureKind.BrokenStream, Detail = "inside a tool call", AfterFirstToken = true } });
                break;
            case "busy":
                await events.WriteAsync(new() { Failed = new() { Kind = FailureKind.Overloaded, RetryAfterSeconds = 2.5 } });
                break;
            case "overflow":
                await events.WriteAsync(new() { Failed = new() { Kind = FailureKind.Rejected, Cause = "context_overflow" } });
                break;
        }
    }

    private void ToTools() => Backend.Router.Decides = _ => new()
    {
        Route = "tools",
        QueryType = "tool_calling",
        Confidence = 0.93,
        Reasons = { "classifier: tools are needed" },
        DecidedBy = "classifier",
        ToolProbability = 0.93,
        ModelId = Models.A,
    };
}
