using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using static Arena.Inference.Tests.Fakes.FakeVllm;

namespace Arena.Inference.Tests;

/// <summary>How a vLLM stream can end, and what a caller is told.</summary>
public sealed class VllmStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_finish_reason_then_usage_then_DONE_is_a_complete_answer() =>
        Completes("Hello", FinishReason.Stop, Role("m"), Text("Hel"), Text("lo"), Finish("stop"), Usage(18, 3), Done);

    [Fact]
    public Task An_answer_cut_at_the_token_limit_is_complete_and_says_so() => Completes("Hel", FinishReason.Length, Text("Hel"), Finish("length"), Done);

    [Fact]
    public Task A_tool_call_without_the_call_is_a_failure() => Breaks("not_the_protocol", Text("Hel"), Finish("tool_calls"), Done);

    [Fact]
    public Task An_answer_that_the_provider_filtered_is_complete_and_says_so() =>
        Completes("Hel", FinishReason.Filtered, Text("Hel"), Finish("content_filter"), Done);

    [Fact]
    public Task After_the_finish_reason_neither_DONE_nor_usage_is_needed() => Completes("Hel", FinishReason.Stop, Text("Hel"), Finish("stop"));

    [Fact]
    public Task A_connection_reset_after_the_finish_reason_does_not_spoil_the_answer() =>
        Completes("Hel", FinishReason.Stop, TextAndFinish("Hel"), Step.CutOnceSeen);

    [Fact]
    public Task An_error_event_after_text_is_a_failure_even_if_DONE_follows() =>
        Breaks("error_in_stream", Text("Hel"), Event("""{"error":{"message":"engine died","type":"InternalServerError","param":null,"code":500}}"""), Done);

    [Fact]
    public Task An_error_event_may_be_a_text() => Breaks("error_in_stream", Text("Hel"), Event("""{"error":"engine died"}"""), Done);

    [Fact]
    public Task An_error_event_may_be_flat() =>
        Breaks("error_in_stream", Text("Hel"), Event("""{"object":"error","message":"engine died","type":"InternalServerError","code":500}"""), Done);

    [Fact]
    public Task DONE_without_a_finish_reason_is_a_failure() => Breaks("no_finish_reason", Text("Hel"), Done);

    [Fact]
    public Task The_end_of_the_body_without_a_finish_reason_is_a_failure() => Breaks("cut_stream", Text("Hel"));

    [Fact]
    public Task A_connection_reset_between_events_is_a_failure() => Breaks("cut_stream", Text("Hel"), Step.CutOnceSeen);

    [Fact]
    public Task A_body_that_ends_inside_an_event_is_a_failure_even_if_the_event_is_whole_but_for_its_blank_line() =>
        Breaks("cut_stream", Text("Hel"), Finish("stop").TrimEnd('\n'));

    [Theory]
    [InlineData("abort")]
    [InlineData("error")]
    [InlineData("repetition")]
    [InlineData("overloaded_error")]
    [InlineData("")]
    public Task A_finish_reason_that_is_not_on_the_allow_list_is_a_failure(string reason) =>
        Breaks("bad_finish_reason", Text("Hel"), Finish(reason), Done);

    [Fact]
    public Task The_last_words_of_a_proxy_in_the_body_are_a_failure_and_never_shown() =>
        Breaks("not_the_protocol", Text("Hel"), "proxy error: Failed to read connection");

    [Fact]
    public Task A_JSON_error_without_a_data_field_is_a_failure_and_never_shown() =>
        Breaks("not_the_protocol", Text("Hel"), """{"error":{"message":"load failed"}}""");

    [Fact]
    public Task Another_model_than_the_one_asked_is_a_failure() => Breaks("wrong_model", Text("Hel"), Text("lo", model: "other"), Finish("stop"), Done);

    [Fact]
    public Task A_malformed_event_is_skipped() =>
        Completes("Hello", FinishReason.Stop, Text("Hel"), Event("{\"choices\":[{"), Event("null"), Event("[]"), Text("lo"), Finish("stop"), Done);

    [Fact]
    public Task Comments_and_other_fields_are_no_text() =>
        Completes("Hello", FinishReason.Stop, ":\n\n", "event: x\nid: 7\nretry: 10\n\n", Text("Hel"), ": ping\n\n", Text("lo"), Finish("stop"), Done);

    [Fact]
    public Task An_event_may_have_several_data_lines_and_any_line_ends() =>
        Completes("Hello", FinishReason.Stop, "data: {\"choices\":[{\"index\":0,\r\ndata: \"delta\":{\"content\":\"Hello\"}}]}\r\n\r\n", "data:{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\r\r", Done);

    [Fact]
    public Task A_chunk_without_choices_is_no_text() =>
        Completes("Hello", FinishReason.Stop, Event("""{"model":"m","choices":[],"prompt_filter_results":[]}"""), Text("Hello"), Finish("stop"), Done);

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Thinking_text_is_kept_apart_from_the_answer(string field)
    {
        var outcome = await RunAsync(Reasoning("Let me ", field), Reasoning("think.", field), Text("Paris."), Finish("stop"), Done);

        Assert.Equal(("Paris.", "Let me think.", FinishReason.Stop), (outcome.Text, outcome.Reasoning, outcome.Completed?.FinishReason));
    }

    [Fact]
    public async Task Usage_is_what_the_upstream_counted()
    {
        var outcome = await RunAsync(Text("Hello"), Finish("stop"), Usage(18, 3), Done);

        Assert.Equal(new Usage { InputTokens = 18, OutputTokens = 3, Estimated = false }, outcome.Completed?.Usage);
    }

    [Fact]
    public async Task Usage_that_the_upstream_does_not_report_is_estimated_and_marked()
    {
        var outcome = await RunAsync(Text("Hello"), Finish("stop"), Done);

        // 30 characters of prompt, 5 of answer, 4 characters per token
        Assert.Equal(new Usage { InputTokens = 8, OutputTokens = 2, Estimated = true }, outcome.Completed?.Usage);
    }

    [Fact]
    public async Task The_request_streams_with_usage_and_carries_messages_and_settings()
    {
        await using var node = new FakeVllm("m");
        node.AnswersWith("Paris.");
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        var request = InferenceHost.Ask("m");
        request.Messages.Insert(0, new() { Role = Contracts.Inference.Role.System, Content = "Be brief." });
        request.Settings = new() { MaxTokens = 256, Temperature = 0.7, Seed = 5_000_000_000 };

        await host.GenerateAsync(request, Token);

        Assert.Equal(
            """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What is the capital of France?"}],"stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":256,"temperature":0.7,"seed":5000000000}""",
            Assert.Single(node.Requests).ToJsonString());
    }

    private static async Task Completes(string text, FinishReason reason, params Step[] steps) =>
        Assert.Equal((text, reason, null, false), (await RunAsync(steps)).Verdict);

    private static async Task Breaks(string cause, params Step[] steps)
    {
        await using var node = new FakeVllm("m");
        node.Answers(steps);
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));

        var outcome = await host.AskAsync("m", Token);

        Assert.Equal(("Hel", null, FailureKind.BrokenStream, true), outcome.Verdict);
        var deployment = Assert.Single((await host.ModelAsync("m", Token)).Deployments);
        Assert.Equal($"benched after 1 failure(s) in a row: {cause}", deployment.Reason);
    }

    private static async Task<Outcome> RunAsync(params Step[] steps)
    {
        await using var node = new FakeVllm("m");
        node.Answers(steps);
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        return await host.AskAsync("m", Token);
    }
}
