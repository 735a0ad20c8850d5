using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>Both drivers against the simulator: a vLLM node first, an Ollama node behind it, as the AppHost starts them.</summary>
public sealed class SimulatorTests : IAsyncLifetime
{
    private readonly SimulatedNode _vllm = new("vllm");
    private readonly SimulatedNode _ollama = new("ollama");
    private InferenceHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await InferenceHost.StartAsync(
        new()
        {
            ["Inference:Nodes:gpu-node:Driver"] = "vllm",
            ["Inference:Nodes:gpu-node:Url"] = "http://gpu-node",
            ["services:gpu-node:http:0"] = _vllm.Url,
            ["Inference:Nodes:ollama:Driver"] = "ollama",
            ["Inference:Nodes:ollama:Url"] = "http://ollama",
            ["Inference:Nodes:ollama:Order"] = "1",
            ["services:ollama:http:0"] = _ollama.Url,
        },
        new ManualTimeProvider());

    [Fact]
    public async Task The_five_models_are_found_on_both_nodes_and_say_that_they_are_simulated()
    {
        var list = await _host.Client.ListModelsAsync(new(), cancellationToken: Token);

        Assert.Equal(
            ["Aurora", "Basalt", "Cobalt", "Dune", "Ember"],
            list.Models.Select(model => model.DisplayName.Replace(" (simulated)", "", StringComparison.Ordinal)));
        Assert.All(list.Models, model => Assert.Equal((true, true, true), (model.Simulated, model.Available, model.DisplayName.EndsWith(" (simulated)", StringComparison.Ordinal))));
        Assert.Equal(["gpu-node/sim-aurora", "ollama/sim-aurora"], list.Models[0].Deployments.Select(deployment => deployment.Id));
    }

    [Fact]
    public async Task The_vllm_node_answers_with_its_own_count_of_tokens()
    {
        var outcome = await _host.AskAsync("sim-aurora", Token);

        Assert.Equal((FinishReason.Stop, "gpu-node", false), (outcome.Completed?.FinishReason, outcome.Completed?.Source.Node, outcome.Completed?.Usage.Estimated));
        Assert.Contains("Paris", outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("error_500")]
    [InlineData("busy_503")]
    [InlineData("rate_limited_429")]
    public async Task A_fault_of_the_vllm_node_before_the_first_token_is_answered_from_Ollama(string fault)
    {
        await _vllm.FailAsync(fault, Token);

        var outcome = await _host.AskAsync("sim-aurora", Token);

        Assert.Equal(
            (FinishReason.Stop, "ollama", 2, false),
            (outcome.Completed?.FinishReason, outcome.Completed?.Source.Node, outcome.Completed?.Source.Attempts, outcome.Completed?.Usage.Estimated));
        Assert.Contains("Paris", outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error_in_stream")]
    [InlineData("done_without_finish")]
    [InlineData("finish_abort")]
    [InlineData("plain_text_tail")]
    public async Task A_fault_of_the_vllm_node_in_the_middle_of_an_answer_is_told(string fault)
    {
        await _vllm.FailAsync(fault, Token);

        Assert.Null((await BrokenAsync("sim-aurora")).Completed);
    }

    [Theory]
    [InlineData("error_in_stream")]
    [InlineData("eof_without_done")]
    public async Task A_fault_of_the_Ollama_node_in_the_middle_of_an_answer_is_told(string fault)
    {
        await _vllm.FailAsync("error_500", Token);
        await _ollama.FailAsync(fault, Token);

        Assert.Null((await BrokenAsync("sim-aurora")).Completed);
    }

    [Fact]
    public async Task A_malformed_event_is_skipped()
    {
        await _vllm.FailAsync("malformed_event", Token);

        var outcome = await _host.AskAsync("sim-aurora", Token);

        Assert.Equal((FinishReason.Stop, "gpu-node"), (outcome.Completed?.FinishReason, outcome.Completed?.Source.Node));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _vllm.DisposeAsync();
        await _ollama.DisposeAsync();
    }

    private async Task<Outcome> BrokenAsync(string model)
    {
        var outcome = await _host.AskAsync(model, Token);
        Assert.Equal((FailureKind.BrokenStream, true), (outcome.Failed?.Kind, outcome.Failed?.AfterFirstToken));
        Assert.NotEmpty(outcome.Text);
        return outcome;
    }
}
