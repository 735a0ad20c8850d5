using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;
using Google.Protobuf.Collections;

namespace Arena.Inference.Tests;

/// <summary>
/// The promises to callers, on a real server by its <c>openai-swap</c> driver: <c>ARENA_OPENAI_SWAP_URL</c> is the address of a llama-server or
/// llama-swap, <c>ARENA_OPENAI_SWAP_MODEL</c> one of its models (else the first). Without them the server is the simulator.
/// </summary>
public sealed class SwapServerTests : IAsyncLifetime
{
    private static readonly string? GivenUrl = Environment.GetEnvironmentVariable("ARENA_OPENAI_SWAP_URL");

    private readonly SimulatedNode? _simulated = GivenUrl is null ? new("vllm") : null;
    private InferenceHost _host = null!;
    private string _model = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await InferenceHost.StartAsync(
            new() { ["Inference:Nodes:server:Driver"] = "openai-swap", ["Inference:Nodes:server:Url"] = GivenUrl ?? _simulated!.Url }, TimeProvider.System);
        var models = new RepeatedField<Model>();
        await Eventually.TrueAsync(
            async () => (models = (await _host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models).Count > 0, "the server's models are listed");
        _model = Environment.GetEnvironmentVariable("ARENA_OPENAI_SWAP_MODEL") ?? models[0].Id;
    }

    [Fact]
    public async Task An_answer_has_text_a_reason_and_counted_tokens()
    {
        var outcome = await AskAsync("Say hello.", maxTokens: 16);

        Assert.Null(outcome.Failed);
        Assert.NotEmpty(outcome.Text + outcome.Reasoning);
        Assert.True(outcome.Completed!.FinishReason is FinishReason.Stop or FinishReason.Length);
        Assert.Equal((false, "server"), (outcome.Completed.Usage.Estimated, outcome.Completed.Source.Node));
    }

    [Fact]
    public async Task An_answer_that_reaches_its_limit_says_so() =>
        Assert.Equal(FinishReason.Length, (await AskAsync("Count from 1 to 100.", maxTokens: 1)).Completed?.FinishReason);

    [Fact]
    public async Task A_prompt_that_does_not_fit_is_a_failure_and_no_truncated_answer()
    {
        var outcome = await AskAsync(string.Concat(Enumerable.Repeat("one two three four ", 50_000)), maxTokens: 1);

        Assert.Null(outcome.Completed);
    }

    [Fact]
    public async Task A_caller_that_leaves_frees_the_server_for_the_next()
    {
        for (var round = 0; round < 8; round++)
        {
            using var call = _host.Client.Generate(Request("Write a long story.", maxTokens: 512), cancellationToken: Token);
            await call.ResponseStream.MoveNext(Token);
        }

        Assert.NotNull((await AskAsync("Say hello.", maxTokens: 4)).Completed);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        if (_simulated is not null)
        {
            await _simulated.DisposeAsync();
        }
    }

    private Task<Outcome> AskAsync(string prompt, int maxTokens) => _host.GenerateAsync(Request(prompt, maxTokens), Token);

    private GenerateRequest Request(string prompt, int maxTokens)
    {
        var request = InferenceHost.Ask(_model, prompt);
        request.Settings = new() { MaxTokens = maxTokens, Temperature = 0 };
        return request;
    }
}
