using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>vLLM first, Ollama behind it: what a caller sees when the first one fails.</summary>
public sealed class FallbackTests
{
    private static readonly AnswerSource FromOllama = new()
    {
        ServedModelId = "m",
        DeploymentId = "ollama/m",
        Node = "ollama",
        UpstreamModel = "m",
        Attempts = 2,
        FellBack = true,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_deployment_answers_when_it_can()
    {
        await using var pair = await Pair.StartAsync();
        pair.Vllm.AnswersWith("from vLLM");

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(
            ("from vLLM", new AnswerSource { ServedModelId = "m", DeploymentId = "gpu-node/m", Node = "gpu-node", UpstreamModel = "m", Attempts = 1 }),
            (outcome.Text, outcome.Completed?.Source));
        Assert.Empty(pair.Ollama.Requests);
    }

    [Fact]
    public Task A_500_falls_back() => FallsBack(vllm => vllm.Refuses(500, """{"error":{"message":"boom","type":"InternalServerError","code":500}}"""));

    [Fact]
    public Task A_503_falls_back() => FallsBack(vllm => vllm.Refuses(503, "busy", "text/plain"));

    [Fact]
    public Task A_429_falls_back() => FallsBack(vllm => vllm.Refuses(429, ""));

    [Fact]
    public Task A_refused_key_falls_back() => FallsBack(vllm => vllm.Refuses(401, """{"error":"Unauthorized"}"""));

    [Fact]
    public Task A_model_that_the_node_has_lost_falls_back() =>
        FallsBack(vllm => vllm.Refuses(404, """{"error":{"message":"The model `m` does not exist.","type":"NotFoundError","code":404}}"""));

    [Fact]
    public Task An_error_in_the_stream_before_text_falls_back() =>
        FallsBack(vllm => vllm.Answers(FakeVllm.Role("m"), FakeVllm.Event("""{"error":{"message":"engine died"}}"""), FakeVllm.Done));

    [Fact]
    public Task A_connection_reset_before_text_falls_back() => FallsBack(vllm => vllm.Answers(FakeVllm.Role("m"), Step.Cut));

    [Fact]
    public Task An_empty_body_falls_back() => FallsBack(vllm => vllm.Answers());

    [Fact]
    public Task A_redirect_falls_back() => FallsBack(vllm => vllm.Refuses(302, ""));

    [Fact]
    public async Task Thinking_text_of_an_attempt_that_failed_is_never_shown()
    {
        var outcome = await FallsBack(vllm => vllm.Answers(FakeVllm.Reasoning("secret"), FakeVllm.Text("\n"), Step.Cut));

        Assert.Equal("", outcome.Reasoning);
    }

    [Fact]
    public async Task A_refused_connection_falls_back_and_marks_the_node_at_once()
    {
        await using var pair = await Pair.StartAsync(new ManualTimeProvider());
        await pair.Vllm.StopAsync();
        pair.Ollama.AnswersWith("from Ollama");

        var outcome = await pair.Host.AskAsync("m", Token);
        var next = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("from Ollama", FromOllama), (outcome.Text, outcome.Completed?.Source));
        Assert.Equal(("from Ollama", 1), (next.Text, next.Completed?.Source.Attempts));
        var deployment = (await pair.Host.ModelAsync("m", Token)).Deployments[0];
        Assert.Equal(("gpu-node/m", DeploymentState.Unavailable), (deployment.Id, deployment.State));
        Assert.EndsWith("the connection was refused", deployment.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_until_the_first_token_falls_back()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);
        pair.Vllm.Answers(FakeVllm.Role("m"), Step.Hang);
        pair.Ollama.AnswersWith("from Ollama");

        var outcome = pair.Host.AskAsync("m", Token);
        await pair.Vllm.Asked;
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(("from Ollama", FromOllama), ((await outcome).Text, (await outcome).Completed?.Source));
        Assert.Equal(10, (await outcome).Completed!.Timing.TimeToFirstTokenSeconds);
        await pair.Vllm.Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task A_server_that_loads_on_demand_has_the_time_to_load()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);
        pair.Vllm.Refuses(503, "busy", "text/plain");
        pair.Ollama.Answers(Step.Freeze);

        var outcome = pair.Host.AskAsync("m", Token);
        await pair.Ollama.Asked;
        time.Advance(TimeSpan.FromSeconds(59));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(FailureKind.Timeout, (await outcome).Failed?.Kind);
        Assert.Contains("Silent for 60 s", (await outcome).Failed?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_before_the_headers_falls_back()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);
        pair.Vllm.Answers(Step.Freeze);
        pair.Ollama.AnswersWith("from Ollama");

        var outcome = pair.Host.AskAsync("m", Token);
        await pair.Vllm.Asked;
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(("from Ollama", FromOllama), ((await outcome).Text, (await outcome).Completed?.Source));
    }

    [Fact]
    public async Task Silence_after_text_ends_the_answer_as_failed()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);
        pair.Vllm.Answers(FakeVllm.Text("Hel"), Step.Hang);

        var answer = pair.Host.AskAsync("m", Token);
        await pair.Vllm.Seen.WaitAsync(Token);
        var outcome = await time.RunAsync(answer, Token);

        Assert.Equal(("Hel", null, FailureKind.Timeout, true), outcome.Verdict);
        Assert.Empty(pair.Ollama.Requests);
    }

    [Fact]
    public async Task Silence_after_the_finish_reason_only_costs_the_usage()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);
        pair.Vllm.Answers(FakeVllm.TextAndFinish("Hel"), Step.Hang);

        var answer = pair.Host.AskAsync("m", Token);
        await pair.Vllm.Seen.WaitAsync(Token);
        var outcome = await time.RunAsync(answer, Token);

        Assert.Equal(("Hel", FinishReason.Stop, null, false), outcome.Verdict);
        Assert.True(outcome.Completed!.Usage.Estimated);
    }

    [Fact]
    public async Task After_the_first_text_nothing_is_spliced()
    {
        await using var pair = await Pair.StartAsync();
        pair.Vllm.Answers(FakeVllm.Text("Hel"), Step.CutOnceSeen);
        pair.Ollama.AnswersWith("from Ollama");

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("Hel", null, FailureKind.BrokenStream, true), outcome.Verdict);
        Assert.Equal(
            new AnswerSource { ServedModelId = "m", DeploymentId = "gpu-node/m", Node = "gpu-node", UpstreamModel = "m", Attempts = 1 },
            outcome.Failed?.Source);
        Assert.Empty(pair.Ollama.Requests);
    }

    [Fact]
    public async Task Too_much_thinking_text_commits_the_answer()
    {
        await using var pair = await Pair.StartAsync(settings: new() { ["Inference:MaxHeldCharacters"] = "5" });
        pair.Vllm.Answers(FakeVllm.Reasoning("12345"), FakeVllm.Reasoning("6"), Step.CutOnceSeen);

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("123456", FailureKind.BrokenStream, true), (outcome.Reasoning, outcome.Failed?.Kind, outcome.Failed?.AfterFirstToken));
        Assert.Empty(pair.Ollama.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_request_that_is_refused_as_such_is_not_tried_elsewhere_and_blames_nobody(int status)
    {
        await using var pair = await Pair.StartAsync();
        pair.Vllm.Refuses(status, """{"error":{"message":"context length exceeded","type":"BadRequestError","param":null,"code":400}}""");

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("", null, FailureKind.Rejected, false), outcome.Verdict);
        Assert.Equal($"gpu-node/m: HTTP {status}: context length exceeded (400)", outcome.Failed?.Detail);
        Assert.Empty(pair.Ollama.Requests);
        Assert.Equal(DeploymentState.Ready, (await pair.Host.ModelAsync("m", Token)).Deployments[0].State);
    }

    [Fact]
    public async Task When_all_deployments_fail_the_last_fault_is_told()
    {
        await using var pair = await Pair.StartAsync();
        pair.Vllm.Refuses(500, "");
        pair.Ollama.Refuses(503, """{"error":"server busy, please try again.  maximum pending requests exceeded"}""");

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("", null, FailureKind.Overloaded, false), outcome.Verdict);
        Assert.Equal(FromOllama, outcome.Failed?.Source);
    }

    [Fact]
    public async Task No_more_deployments_are_tried_than_configured()
    {
        await using var pair = await Pair.StartAsync(settings: new() { ["Inference:MaxAttempts"] = "1" });
        pair.Vllm.Refuses(500, "");

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("", null, FailureKind.Unreachable, false), outcome.Verdict);
        Assert.Empty(pair.Ollama.Requests);
    }

    private static async Task<Outcome> FallsBack(Action<FakeVllm> fault)
    {
        await using var pair = await Pair.StartAsync();
        fault(pair.Vllm);
        pair.Ollama.AnswersWith("from Ollama");

        var outcome = await pair.Host.AskAsync("m", Token);

        Assert.Equal(("from Ollama", FinishReason.Stop, null, false), outcome.Verdict);
        Assert.Equal(FromOllama, outcome.Completed?.Source);
        Assert.Equal(DeploymentState.Unavailable, (await pair.Host.ModelAsync("m", Token)).Deployments[0].State);
        return outcome;
    }
}
