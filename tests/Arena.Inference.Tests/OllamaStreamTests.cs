using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using static Arena.Inference.Tests.Fakes.FakeOllama;

namespace Arena.Inference.Tests;

/// <summary>How an Ollama stream can end, and what a caller is told.</summary>
public sealed class OllamaStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_line_that_is_done_with_a_reason_completes_the_answer() => Completes("Hello", FinishReason.Stop, Text("Hel"), Text("lo"), Done());

    [Fact]
    public Task An_answer_cut_at_the_token_limit_is_complete_and_says_so() => Completes("Hel", FinishReason.Length, Text("Hel"), Done("length"));

    [Fact]
    public Task A_stop_after_a_tool_call_is_a_tool_call() => Completes("", FinishReason.ToolCalls, ToolCall(), Done());

    [Fact]
    public Task The_last_line_needs_no_line_end() => Completes("Hel", FinishReason.Stop, Text("Hel"), Done().TrimEnd('\n'));

    [Fact]
    public Task An_error_line_after_text_is_a_failure() => Breaks("error_in_stream", Text("Hel"), Error("an error was encountered while running the model"));

    [Fact]
    public Task A_clean_end_of_the_body_without_done_is_a_failure() => Breaks("cut_stream", Text("Hel"));

    [Fact]
    public Task A_connection_reset_is_a_failure() => Breaks("cut_stream", Text("Hel"), Step.CutOnceSeen);

    [Fact]
    public Task A_body_that_ends_inside_a_line_is_a_failure() => Breaks("cut_stream", Text("Hel"), Done()[..^10]);

    [Fact]
    public Task Plain_text_at_the_end_is_a_failure_and_never_shown() => Breaks("cut_stream", Text("Hel"), "proxy error: Failed to read connection");

    [Theory]
    [InlineData("")]
    [InlineData("load")]
    [InlineData("unload")]
    [InlineData("whatever")]
    public Task A_done_reason_that_is_not_on_the_allow_list_is_a_failure(string reason) => Breaks("bad_finish_reason", Text("Hel"), Done(reason));

    [Fact]
    public Task Done_without_a_reason_is_a_failure() =>
        Breaks("bad_finish_reason", Text("Hel"), """{"model":"m","message":{"role":"assistant","content":""},"done":true}""" + "\n");

    [Fact]
    public Task Another_model_than_the_one_asked_is_a_failure() => Breaks("wrong_model", Text("Hel"), Text("lo", model: "other"), Done());

    [Fact]
    public Task The_latest_tag_is_not_another_model() =>
        Completes("Hello", FinishReason.Stop, Text("Hello", model: "m:latest"), Done(model: "m:latest"));

    [Fact]
    public Task A_malformed_line_is_skipped() => Completes("Hello", FinishReason.Stop, Text("Hel"), "{\"model\":\n", "\n", Text("lo"), Done());

    [Fact]
    public async Task Thinking_text_is_kept_apart_from_the_answer()
    {
        var outcome = await RunAsync(Thinking("Hm."), Text("Paris."), Done());

        Assert.Equal(("Paris.", "Hm.", FinishReason.Stop), (outcome.Text, outcome.Reasoning, outcome.Completed?.FinishReason));
    }

    [Fact]
    public async Task Usage_is_what_the_upstream_counted()
    {
        var outcome = await RunAsync(Text("Hello"), Done());

        Assert.Equal(new Usage { InputTokens = 122, OutputTokens = 33, Estimated = false }, outcome.Completed?.Usage);
    }

    [Fact]
    public async Task A_counter_that_is_missing_is_estimated_and_marked()
    {
        var outcome = await RunAsync(Text("Hello"), Done(usage: ""","eval_count":33"""));

        Assert.Equal(new Usage { InputTokens = 8, OutputTokens = 33, Estimated = true }, outcome.Completed?.Usage);
    }

    [Fact]
    public async Task The_request_never_lets_Ollama_drop_messages()
    {
        await using var node = new FakeOllama("m");
        node.AnswersWith("Paris.");
        await using var host = await InferenceHost.StartAsync(("ollama", node));
        var request = InferenceHost.Ask("m");
        request.Settings = new() { MaxTokens = 256, Temperature = 0.7, Seed = 1 };

        await host.GenerateAsync(request, Token);

        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}],"stream":true,"truncate":false,"shift":false,"options":{"num_predict":256,"temperature":0.7,"seed":1}}""",
            Assert.Single(node.Requests).ToJsonString());
    }

    private static async Task Completes(string text, FinishReason reason, params Step[] steps) =>
        Assert.Equal((text, reason, null, false), (await RunAsync(steps)).Verdict);

    private static async Task Breaks(string cause, params Step[] steps)
    {
        await using var node = new FakeOllama("m");
        node.Answers(steps);
        await using var host = await InferenceHost.StartAsync(("ollama", node));

        var outcome = await host.AskAsync("m", Token);

        Assert.Equal(("Hel", null, FailureKind.BrokenStream, true), outcome.Verdict);
        var deployment = Assert.Single((await host.ModelAsync("m", Token)).Deployments);
        Assert.Equal($"benched after 1 failure(s) in a row: {cause}", deployment.Reason);
    }

    private static async Task<Outcome> RunAsync(params Step[] steps)
    {
        await using var node = new FakeOllama("m");
        node.Answers(steps);
        await using var host = await InferenceHost.StartAsync(("ollama", node));
        return await host.AskAsync("m", Token);
    }
}
