using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>Which models there are, and who answers for them.</summary>
public sealed class DiscoveryTests
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_name_on_several_nodes_is_one_model_tried_in_the_order_of_the_nodes()
    {
        await using var pair = await Pair.StartAsync();

        var models = await pair.Host.Client.ListModelsAsync(new(), cancellationToken: Token);

        Assert.Equal(
            new Model
            {
                Id = "m",
                DisplayName = "m",
                Family = "llama",
                Available = true,
                Loaded = true,
                Capabilities = new() { ContextLength = 8192 },
                Deployments =
                {
                    new Deployment { Id = "gpu-node/m", Node = "gpu-node", UpstreamModel = "m", State = DeploymentState.Ready },
                    new Deployment { Id = "ollama/m", Node = "ollama", UpstreamModel = "m", State = DeploymentState.Ready },
                },
            },
            Assert.Single(models.Models));
    }

    [Fact]
    public async Task The_order_of_the_nodes_is_configured()
    {
        await using var pair = await Pair.StartAsync(settings: new() { ["Inference:Nodes:ollama:Order"] = "-1" });

        Assert.Equal(["ollama/m", "gpu-node/m"], (await pair.Host.ModelAsync("m", Token)).Deployments.Select(deployment => deployment.Id));
    }

    [Fact]
    public async Task A_model_that_appears_on_a_node_is_found()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);

        pair.Vllm.Models = ["m", "new"];
        time.Advance(ProbeInterval);

        var model = await pair.Host.ModelAsync("new", model => model.Available, Token);
        Assert.Equal(["gpu-node/new"], model.Deployments.Select(deployment => deployment.Id));
    }

    [Fact]
    public async Task A_model_that_one_node_no_longer_has_stays_with_the_other()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time);

        pair.Vllm.Models = [];
        time.Advance(ProbeInterval);

        var model = await pair.Host.ModelAsync("m", model => model.Deployments.Count == 1, Token);
        Assert.Equal("ollama/m", model.Deployments[0].Id);
    }

    [Fact]
    public async Task When_a_refresh_fails_the_last_good_list_stays_and_the_model_can_answer()
    {
        var time = new ManualTimeProvider();
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync([], time, ("gpu-node", node));
        node.AnswersWith("Hello");
        await host.ModelAsync("m", Token);

        node.ListStatus = 500;
        time.Advance(ProbeInterval);
        await NodeStateAsync(host, "gpu-node", "up", "the list of models is old: /v1/models answered 500");

        Assert.Equal("Hello", (await host.AskAsync("m", Token)).Text);
    }

    [Fact]
    public async Task When_a_node_dies_its_models_stay_listed_as_unavailable_until_it_is_back()
    {
        var time = new ManualTimeProvider();
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync([], time, ("gpu-node", node));
        await host.ModelAsync("m", Token);

        await node.StopAsync();
        time.Advance(ProbeInterval);
        var gone = await host.ModelAsync("m", model => !model.Available, Token);
        await node.StartAsync();
        time.Advance(ProbeInterval);
        var back = await host.ModelAsync("m", model => model.Available, Token);

        Assert.Equal("node down: the connection was refused", gone.Deployments[0].Reason);
        Assert.Equal("", back.Deployments[0].Reason);
    }

    [Fact]
    public async Task A_simulated_model_says_so_in_its_name_whatever_the_configuration_calls_it()
    {
        await using var vllm = new FakeVllm("sim-aurora") { Simulated = true };
        await using var ollama = new FakeOllama("sim-basalt:latest") { Simulated = true };
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Models:sim-basalt:DisplayName"] = "The Best" }, new ManualTimeProvider(), ("gpu-node", vllm), ("ollama", ollama));

        var models = await host.Client.ListModelsAsync(new(), cancellationToken: Token);

        Assert.Equal(
            [("sim-aurora", "Aurora (simulated)", true), ("sim-basalt", "The Best (simulated)", true)],
            models.Models.Select(model => (model.Id, model.DisplayName, model.Simulated)));
    }

    [Fact]
    public async Task The_configuration_can_describe_a_model_and_give_it_other_names_upstream()
    {
        await using var vllm = new FakeVllm("org/Big-7B");
        await using var ollama = new FakeOllama("big:7b");
        await using var host = await InferenceHost.StartAsync(
            new()
            {
                ["Inference:Models:big:DisplayName"] = "Big",
                ["Inference:Models:big:Family"] = "bigs",
                ["Inference:Models:big:VariantGroup"] = "big-7b",
                ["Inference:Models:big:Settings:Temperature"] = "0.5",
                ["Inference:Models:big:Deployments:0:Node"] = "ollama",
                ["Inference:Models:big:Deployments:0:Model"] = "big:7b",
                ["Inference:Models:big:Deployments:1:Node"] = "gpu-node",
                ["Inference:Models:big:Deployments:1:Model"] = "org/Big-7B",
            },
            new ManualTimeProvider(), ("gpu-node", vllm), ("ollama", ollama));
        ollama.AnswersWith("Hello", "big:7b");

        var models = await host.Client.ListModelsAsync(new(), cancellationToken: Token);
        var outcome = await host.AskAsync("big", Token);

        var big = Assert.Single(models.Models);
        Assert.Equal(("Big", "bigs", "big-7b"), (big.DisplayName, big.Family, big.VariantGroup));
        Assert.Equal(["ollama/big:7b", "gpu-node/org/Big-7B"], big.Deployments.Select(deployment => deployment.Id));
        Assert.Equal(("Hello", "big", "big:7b"), (outcome.Text, outcome.Completed?.Source.ServedModelId, outcome.Completed?.Source.UpstreamModel));
        Assert.Equal("0.5", Assert.Single(ollama.Requests)["options"]!["temperature"]!.ToJsonString());
    }

    [Fact]
    public async Task Answering_with_another_model_is_reported_as_a_substitution()
    {
        await using var ollama = new FakeOllama("llama3.1:8b");
        await using var host = await InferenceHost.StartAsync(
            new()
            {
                ["Inference:Models:llama3.2-3b:Deployments:0:Node"] = "ollama",
                ["Inference:Models:llama3.2-3b:Deployments:0:Model"] = "llama3.1:8b",
                ["Inference:Models:llama3.2-3b:Deployments:0:ServedModelId"] = "llama3.1:8b",
            },
            new ManualTimeProvider(), ("ollama", ollama));
        ollama.AnswersWith("Hello", "llama3.1:8b");

        var models = await host.Client.ListModelsAsync(new(), cancellationToken: Token);
        var outcome = await host.AskAsync("llama3.2-3b", Token);

        Assert.Equal(["llama3.1:8b", "llama3.2-3b"], models.Models.Select(model => model.Id));
        Assert.Equal(
            new AnswerSource { ServedModelId = "llama3.1:8b", DeploymentId = "ollama/llama3.1:8b", Node = "ollama", UpstreamModel = "llama3.1:8b", Attempts = 1, Substituted = true },
            outcome.Completed?.Source);
    }

    [Fact]
    public async Task A_configured_model_that_its_node_does_not_have_is_unavailable()
    {
        await using var node = new FakeVllm("other");
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Models:m:Deployments:0:Node"] = "gpu-node", ["Inference:Models:m:Deployments:0:Model"] = "m" },
            new ManualTimeProvider(), ("gpu-node", node));

        var deployment = Assert.Single((await host.ModelAsync("m", Token)).Deployments);

        Assert.Equal((DeploymentState.Unavailable, "the node does not have the model"), (deployment.State, deployment.Reason));
    }

    [Fact]
    public async Task The_key_of_a_node_goes_with_every_call()
    {
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Nodes:gpu-node:ApiKey"] = "secret" }, new ManualTimeProvider(), ("gpu-node", node));
        node.AnswersWith("Hello");

        await host.AskAsync("m", Token);

        Assert.Equal(["Bearer secret", "Bearer secret", "Bearer secret"], node.Authorizations.Take(3));
    }

    private static async Task NodeStateAsync(InferenceHost host, string name, string state, string reason)
    {
        using var client = host.CreateClient();
        while (!(await client.GetStringAsync("/api/nodes", Token)).Contains($"\"name\":\"{name}\",\"driver\":\"vllm\",\"state\":\"{state}\",\"reason\":\"{reason}\"", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }
}
