using System.Net;
using System.Text.Json.Nodes;
using Arena.Contracts.Inference;
using Arena.Inference.Nodes;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>Who is asked and who sits out.</summary>
public sealed class HealthTests
{
    private static readonly TimeSpan BenchTime = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deployment_that_failed_sits_out_then_comes_back()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time, Pair.ProbedOnce);
        pair.Vllm.Refuses(500, "");
        pair.Vllm.AnswersWith("from vLLM");
        pair.Ollama.AnswersWith("from Ollama");

        var failing = await pair.Host.AskAsync("m", Token);
        var benched = await pair.Host.AskAsync("m", Token);
        time.Advance(BenchTime);
        var back = await pair.Host.AskAsync("m", Token);

        Assert.Equal(
            [("from Ollama", 2), ("from Ollama", 1), ("from vLLM", 1)],
            new[] { failing, benched, back }.Select(outcome => (outcome.Text, outcome.Completed!.Source.Attempts)));
    }

    [Fact]
    public async Task Failing_again_doubles_the_time_and_answering_forgives_all()
    {
        var time = new ManualTimeProvider();
        await using var pair = await Pair.StartAsync(time, Pair.ProbedOnce);
        pair.Ollama.AnswersWith("from Ollama");
        var nodes = new List<string>();
        async Task AskAsync() => nodes.Add((await pair.Host.AskAsync("m", Token)).Completed!.Source.Node);

        pair.Vllm.Refuses(500, "");
        await AskAsync();
        time.Advance(BenchTime);
        pair.Vllm.Refuses(500, "");
        await AskAsync(); // the second failure in a row
        time.Advance(BenchTime);
        await AskAsync(); // still benched
        time.Advance(BenchTime);
        pair.Vllm.AnswersWith("from vLLM");
        await AskAsync(); // back
        pair.Vllm.Refuses(500, "");
        await AskAsync(); // the first failure again
        time.Advance(BenchTime);
        pair.Vllm.AnswersWith("from vLLM");
        await AskAsync();

        Assert.Equal(["ollama", "ollama", "ollama", "gpu-node", "ollama", "gpu-node"], nodes);
        Assert.Equal(5, pair.Vllm.Requests.Count);
    }

    [Fact]
    public async Task A_model_with_one_deployment_only_is_asked_even_while_that_is_benched()
    {
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        node.Refuses(500, "");
        node.AnswersWith("Hello");

        await host.AskAsync("m", Token);
        var listed = await host.ModelAsync("m", Token);
        var again = await host.AskAsync("m", Token);

        Assert.False(listed.Available);
        Assert.Equal("Hello", again.Text);
        Assert.True((await host.ModelAsync("m", Token)).Available);
    }

    [Fact]
    public async Task A_dead_engine_behind_a_living_server_is_not_asked_and_the_answer_says_that_nobody_could()
    {
        var time = new ManualTimeProvider();
        await using var node = new FakeVllm("m");
        await using var host = await InferenceHost.StartAsync([], time, ("gpu-node", node));
        await host.ModelAsync("m", Token);

        node.HealthStatus = 503;
        time.Advance(TimeSpan.FromSeconds(5));
        var model = await host.ModelAsync("m", model => !model.Available, Token);
        var outcome = await host.AskAsync("m", Token);

        Assert.Equal("node down: /health answered 503", model.Deployments[0].Reason);
        Assert.Equal(
            new Failed { Kind = FailureKind.NoDeployment, Cause = "no_deployment", Detail = "No deployment of 'm' is ready.", RetryAfterSeconds = 5 },
            outcome.Failed);
        Assert.Empty(node.Requests);
    }

    [Fact]
    public void A_node_is_in_doubt_after_a_missed_probe_down_after_three_and_back_with_the_first_answer()
    {
        var state = new NodeState(new Node("gpu-node", "vllm", new("http://gpu-node"), Order: 0, ApiKey: null), missesBeforeDown: 3, new ManualTimeProvider());
        var seen = new List<NodeStatus> { state.Current.Status };
        foreach (var result in new ProbeResult[]
        {
            new ProbeResult.Healthy([]), new ProbeResult.Missed(""), new ProbeResult.Missed(""), new ProbeResult.Missed(""),
            new ProbeResult.Missed(""), new ProbeResult.Healthy([]), new ProbeResult.Failed(""), new ProbeResult.Missed(""),
        })
        {
            state.Report(result);
            seen.Add(state.Current.Status);
        }

        Assert.Equal(
            [
                NodeStatus.Unknown, NodeStatus.Up, NodeStatus.Suspect, NodeStatus.Suspect, NodeStatus.Down, NodeStatus.Down,
                NodeStatus.Up, NodeStatus.Down, NodeStatus.Down,
            ],
            seen);
    }

    [Fact]
    public async Task Nodes_are_shown_with_state_and_reason_and_nothing_else_about_them()
    {
        var time = new ManualTimeProvider();
        await using var vllm = new FakeVllm("m") { HealthStatus = 503 };
        await using var ollama = new FakeOllama("m:latest");
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Nodes:ollama:ApiKey"] = "secret" }, time, ("gpu-node", vllm), ("ollama", ollama));
        await host.ModelAsync("m", Token);
        using var client = host.CreateClient();

        var nodes = JsonNode.Parse(await client.GetStringAsync("/api/nodes", Token));

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"nodes":[
                  {"name":"gpu-node","driver":"vllm","state":"down","reason":"/health answered 503","models":[],"models_as_of":null,"probed_at":"2026-01-01T00:00:00+00:00",
                   "routing":"open"},
                  {"name":"ollama","driver":"ollama","state":"up","reason":"","models":["m"],"models_as_of":"2026-01-01T00:00:00+00:00","probed_at":"2026-01-01T00:00:00+00:00",
                   "routing":"open"}]}
                """),
            nodes), $"{nodes}");
    }

    [Fact]
    public async Task Models_are_shown_by_public_id_and_name()
    {
        await using var node = new FakeVllm("sim-aurora", "real") { Simulated = true };
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        using var client = host.CreateClient();

        var models = JsonNode.Parse(await client.GetStringAsync("/api/models", Token));

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"models":[
                  {"id":"real","display_name":"Real (simulated)","simulated":true,"available":true,"version":"","family":"","capabilities":{"context_length":8192}},
                  {"id":"sim-aurora","display_name":"Aurora (simulated)","simulated":true,"available":true,"version":"","family":"","capabilities":{"context_length":8192}}]}
                """),
            models), $"{models}");
    }

    [Fact]
    public async Task The_service_is_ready_when_its_nodes_were_probed_even_if_none_is_up()
    {
        await using var node = new FakeVllm("m") { HealthStatus = 503 };
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        await host.Client.ListModelsAsync(new(), cancellationToken: Token);
        using var client = host.CreateClient();

        using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("No node is up.", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
