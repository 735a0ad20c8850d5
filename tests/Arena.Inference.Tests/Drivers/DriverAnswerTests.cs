using System.Net;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Tests.Drivers;

/// <summary>What every driver makes of what its servers say.</summary>
public sealed class DriverAnswerTests : IDisposable
{
    private readonly DriverBench _bench = new();

    public static TheoryData<string> Drivers => [.. Wire.All.Select(wire => wire.Driver)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Tool_calls_come_whole_beside_text_thinking_and_usage(string driver)
    {
        var wire = WireOf(driver);
        _bench.Upstream.Text = wire.Start() + wire.Thinking("Hm.") + wire.Text("Let me look.")
            + wire.ToolCall("get_weather", """{"city":"Paris","days":3}""") + wire.Finish(wire.ToolReason) + wire.Rest;

        var heard = await _bench.AskAsync(driver, cancellationToken: Token);

        var call = Assert.Single(heard.Calls);
        Assert.NotEmpty(call.Id);
        Assert.Equal(
            ("Let me look.", "Hm.", "get_weather", """{"city":"Paris","days":3}""", ChatFinishReason.ToolCalls, null, 7, 5),
            (heard.Text, heard.Thinking, call.Name, call.Arguments.Trim(), heard.Finish, heard.Fault, heard.Input, heard.Output));
    }

    [Theory]
    [InlineData("vllm", "length", "length")]
    [InlineData("vllm", "content_filter", "content_filter")]
    [InlineData("mistral", "model_length", "length")]
    [InlineData("ollama", "length", "length")]
    [InlineData("anthropic", "max_tokens", "length")]
    [InlineData("anthropic", "model_context_window_exceeded", "length")]
    [InlineData("anthropic", "stop_sequence", "stop")]
    [InlineData("anthropic", "refusal", "content_filter")]
    [InlineData("gemini", "MAX_TOKENS", "length")]
    [InlineData("gemini", "SAFETY", "content_filter")]
    [InlineData("vertex", "SPII", "content_filter")]
    public async Task Finish_reasons_have_one_meaning_everywhere(string driver, string said, string meant)
    {
        var wire = WireOf(driver);
        _bench.Upstream.Text = wire.Start() + wire.Text("Hel") + wire.Finish(said) + wire.Rest;

        var heard = await _bench.AskAsync(driver, cancellationToken: Token);

        Assert.Equal(("Hel", meant, null), (heard.Text, heard.Finish?.Value, heard.Fault));
    }

    [Theory]
    [InlineData("vllm", "model-1-other")]
    [InlineData("openai", "model-1-mini")]
    [InlineData("anthropic", "model")]
    [InlineData("gemini", "model-10")]
    public async Task Another_model_is_a_fault(string driver, string answered)
    {
        var wire = WireOf(driver);
        _bench.Upstream.Text = wire.Start() + wire.Text("Hel", answered) + wire.Finish() + wire.Rest;

        Assert.Equal(FaultCause.WrongModel, (await _bench.AskAsync(driver, cancellationToken: Token)).Fault?.Cause);
    }

    [Fact]
    public async Task A_prompt_that_Gemini_blocks_is_an_answer_that_was_filtered()
    {
        _bench.Upstream.Text = """data: {"promptFeedback":{"blockReason":"SAFETY"},"modelVersion":"model-1"}""" + "\n\n";

        var heard = await _bench.AskAsync("gemini", cancellationToken: Token);

        Assert.Equal(("", ChatFinishReason.ContentFilter, null), (heard.Text, heard.Finish, heard.Fault));
    }

    [Fact]
    public async Task Gemini_without_events_is_one_array_which_is_not_taken_for_an_answer()
    {
        _bench.Upstream.Text = """[{"candidates":[{"content":{"parts":[{"text":"Hello"}]},"finishReason":"STOP"}]}]""";

        Assert.Equal(FaultCause.NotTheProtocol, (await _bench.AskAsync("gemini", cancellationToken: Token)).Fault?.Cause);
    }

    [Fact]
    public async Task What_Azure_sends_before_the_first_choice_is_no_text()
    {
        var wire = WireOf("openai");
        _bench.Upstream.Text = """data: {"model":"","choices":[],"prompt_filter_results":[]}""" + "\n\n" + wire.Text("Hello") + wire.Finish();

        Assert.Equal(("Hello", true), await TextAsync("openai"));
    }

    [Fact]
    public async Task Mistral_thinks_in_an_array()
    {
        _bench.Upstream.Text =
            """data: {"model":"model-1","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"Hello"}]},"finish_reason":"stop"}]}""" + "\n\n";

        var heard = await _bench.AskAsync("mistral", cancellationToken: Token);

        Assert.Equal(("Hello", "Hm.", true), (heard.Text, heard.Thinking, heard.IsComplete));
    }

    [Fact]
    public async Task Tool_calls_without_an_index_are_told_apart_by_their_ids()
    {
        _bench.Upstream.Text =
            """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"g","arguments":"{\"x\":1}"}}]},"finish_reason":"tool_calls"}]}""" + "\n\n";

        var heard = await _bench.AskAsync("mistral", cancellationToken: Token);

        Assert.Equal([("a", "f", "{}"), ("b", "g", """{"x":1}""")], heard.Calls);
    }

    [Fact]
    public async Task Arguments_that_do_not_parse_are_passed_on_as_the_model_wrote_them()
    {
        var wire = WireOf("vllm");
        _bench.Upstream.Text = wire.Start() + wire.ToolCall("f", """{"city":""") + wire.Finish("tool_calls");

        Assert.Equal([("call_1", "f", """{"city":""")], (await _bench.AskAsync("vllm", cancellationToken: Token)).Calls);
    }

    [Theory]
    [InlineData(429, """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""", "Retry-After", "3", FaultCause.Overloaded, 3.0)]
    [InlineData(429, "", "Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT", FaultCause.Overloaded, 30.0)]
    [InlineData(429, "", "retry-after-ms", "1500", FaultCause.Overloaded, 1.5)]
    [InlineData(429, """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"quota","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"36s"}]}}""", "X-Nothing", "", FaultCause.Overloaded, 36.0)]
    [InlineData(429, """[{"error":{"details":[{"retryDelay":"2.5s"}]}}]""", "Retry-After", "1", FaultCause.Overloaded, 2.5)]
    [InlineData(429, """{"error":{"message":"pay","code":"insufficient_quota"}}""", "X-Nothing", "", FaultCause.Unauthorized, null)]
    [InlineData(429, "", "Retry-After", "-5", FaultCause.Overloaded, null)]
    [InlineData(503, """{"error":"server busy, please try again.  maximum pending requests exceeded"}""", "X-Nothing", "", FaultCause.Overloaded, null)]
    [InlineData(401, """{"error":"Unauthorized"}""", "X-Nothing", "", FaultCause.Unauthorized, null)]
    [InlineData(402, "", "X-Nothing", "", FaultCause.Unauthorized, null)]
    [InlineData(403, "", "X-Nothing", "", FaultCause.Unauthorized, null)]
    [InlineData(404, """{"error":"model 'x' not found"}""", "X-Nothing", "", FaultCause.ModelMissing, null)]
    [InlineData(400, """{"error":{"code":400,"message":"model 'nope' not found","type":"invalid_request_error"}}""", "X-Nothing", "", FaultCause.ModelMissing, null)]
    [InlineData(400, """{"error":{"code":400,"message":"request (3018 tokens) exceeds the available context size (1024 tokens)","type":"exceed_context_size_error"}}""", "X-Nothing", "", FaultCause.ContextOverflow, null)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}""", "X-Nothing", "", FaultCause.ContextOverflow, null)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", "X-Nothing", "", FaultCause.ContextOverflow, null)]
    [InlineData(422, """{"detail":[{"msg":"Field required"}]}""", "X-Nothing", "", FaultCause.Rejected, null)]
    [InlineData(500, "proxy error: Could not establish connection", "X-Nothing", "", FaultCause.ServerError, null)]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "X-Nothing", "", FaultCause.Overloaded, null)]
    [InlineData(302, "", "Location", "http://elsewhere.test", FaultCause.NotTheProtocol, null)]
    public async Task A_refusal_has_a_cause_and_says_how_long_to_wait(int status, string body, string header, string value, object cause, double? seconds)
    {
        _bench.Upstream.Status = (HttpStatusCode)status;
        _bench.Upstream.Text = body;
        _bench.Upstream.Headers.Add((header, value));

        var fault = (await _bench.AskAsync("openai", cancellationToken: Token)).Fault;

        Assert.Equal(((FaultCause)cause, seconds), (fault!.Cause, fault.RetryAfter?.TotalSeconds));
    }

    public void Dispose() => _bench.Dispose();

    private static Wire WireOf(string driver) => Wire.All.Single(wire => wire.Driver == driver);

    private async Task<(string Text, bool IsComplete)> TextAsync(string driver)
    {
        var heard = await _bench.AskAsync(driver, cancellationToken: Token);
        return (heard.Text, heard.IsComplete);
    }
}
