using System.Diagnostics;
using Arena.Contracts.Inference;
using Arena.Inference.Nodes.Health;
using Arena.Inference.Tests.Swapping;

namespace Arena.Inference.Tests;

/// <summary>Health is progress, not a 200.</summary>
public sealed class EngineHealthTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void An_engine_is_frozen_when_requests_run_and_its_count_stands_still_until_it_moves_again()
    {
        var watch = new ProgressWatch(TimeSpan.FromSeconds(10));
        var seen = new List<bool>();
        foreach (var (second, requests, steps) in new[]
        {
            (0, 2, 5.0), (5, 2, 9.0), (10, 2, 9.0), (15, 2, 9.0), (20, 0, 9.0), (25, 2, 9.0), (30, 2, 10.0), (45, 0, 10.0), (60, 1, 10.0), (65, 1, 10.0),
        })
        {
            watch.Observe(requests, steps, Start.AddSeconds(second));
            seen.Add(watch.Frozen);
        }

        // Frozen from 15 s, not redeemed by its requests being given up, but by a step; idle is not frozen.
        Assert.Equal([false, false, false, true, true, true, false, false, false, false], seen);
    }

    [Fact]
    public void An_engine_that_has_restarted_counts_anew_and_is_not_frozen()
    {
        var watch = new ProgressWatch(TimeSpan.FromSeconds(10));
        watch.Observe(1, 500, Start);
        watch.Observe(1, 500, Start.AddSeconds(20));
        Assert.True(watch.Frozen);

        watch.Observe(1, 3, Start.AddSeconds(25));

        Assert.False(watch.Frozen);
    }

    [Fact]
    public void A_circuit_opens_after_failures_lets_one_try_and_doubles()
    {
        var circuit = new Circuit(new() { Failures = 2, OpenTime = TimeSpan.FromSeconds(5), MaxOpenTime = TimeSpan.FromSeconds(12), Jitter = 0 }, new Random(1));
        var seen = new List<CircuitState>();
        void At(int second, Action<Circuit, DateTimeOffset> happens)
        {
            happens(circuit, Start.AddSeconds(second));
            seen.Add(circuit.StateAt(Start.AddSeconds(second)));
        }

        At(0, (c, now) => c.Failed("", now)); // one is not enough
        At(1, (c, now) => c.Failed("", now)); // open until 6
        At(5, (_, _) => { });
        At(6, (_, _) => { });
        At(6, (c, now) => c.Enter(now));
        At(7, (c, _) => c.Leave());
        At(7, (c, now) => c.Enter(now));
        At(8, (c, now) => c.Failed("", now)); // open until 18
        At(17, (_, _) => { });
        At(18, (c, now) => c.Failed("", now)); // 12 s at most: until 30
        At(29, (_, _) => { });
        At(30, (c, _) => c.Succeeded());

        Assert.Equal(
            [
                CircuitState.Closed, CircuitState.Open, CircuitState.Open, CircuitState.HalfOpen, CircuitState.Trying, CircuitState.HalfOpen,
                CircuitState.Trying, CircuitState.Open, CircuitState.Open, CircuitState.Open, CircuitState.Open, CircuitState.Closed,
            ],
            seen);
    }

    [Fact]
    public void Being_asked_to_wait_extends_and_never_shortens_and_is_no_failure()
    {
        var circuit = new Circuit(new() { Jitter = 0 }, new Random(1));

        circuit.Cool("overloaded", TimeSpan.FromSeconds(30), Start);
        circuit.Cool("overloaded", TimeSpan.FromSeconds(3), Start.AddSeconds(1));

        Assert.Equal((CircuitState.Open, 0), (circuit.StateAt(Start.AddSeconds(29)), circuit.Failures));
        Assert.Equal(CircuitState.Closed, circuit.StateAt(Start.AddSeconds(30)));
    }

    [Fact]
    public void The_time_that_a_circuit_is_open_varies_within_its_jitter()
    {
        List<double> seconds = [];
        for (var seed = 0; seed < 100; seed++)
        {
            var circuit = new Circuit(new() { OpenTime = TimeSpan.FromSeconds(10), Jitter = 0.2 }, new Random(seed));
            circuit.Failed("", Start);
            seconds.Add((circuit.OpenUntil(Start)!.Value - Start).TotalSeconds);
        }

        Assert.All(seconds, second => Assert.InRange(second, 8, 12));
        Assert.True(seconds.Max() - seconds.Min() > 3, "The jitter has to be there.");
    }

    [Fact]
    public void Counters_are_read_from_the_metrics_of_vLLM()
    {
        var vitals = VllmVitals.Parse(
            """
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="org/m"} 2.0
            vllm:num_requests_running{engine="1",model_name="org/m"} 1.0
            vllm:num_requests_waiting{engine="0",model_name="org/m"} 4.0
            vllm:iteration_tokens_total_count{engine="0",model_name="org/m"} 42.0
            vllm:iteration_tokens_total_bucket{engine="0",le="8.0",model_name="org/m"} 40.0
            vllm:generation_tokens_total{engine="0",model_name="org/m"} 1.5e+03
            vllm:num_requests_running{engine="0",model_name="n"} NaN
            python_gc_objects_collected_total{generation="0"} 9.0
            vllm:broken{
            """);

        Assert.Equal([new EngineVitals("org/m", 7, 1542)], vitals);
    }

    [Theory]
    [InlineData("!!!!!!", true)]
    [InlineData("", true)]
    [InlineData(" \n", true)]
    [InlineData("Paris", false)]
    [InlineData("4", false)]
    [InlineData("巴黎", false)]
    public void Garbage_has_no_word_in_it(string text, bool garbage) => Assert.Equal(garbage, Garbage.Is(text));

    [Fact]
    public async Task A_node_that_hangs_while_its_health_is_200_is_left_for_Ollama_and_comes_back()
    {
        await using var node = await SharedNode.StartAsync(withOllama: true, settings: new()
        {
            ["Inference:Nodes:gpu-node:Swap:VramMib"] = "0",
            ["Inference:Probes:FrozenAfter"] = "00:00:00.500",
            ["Inference:Probes:Canary:Timeout"] = "00:00:00.500",
        });
        Assert.Equal("gpu-node", (await node.Host.AskAsync("sim-aurora", Token)).Completed?.Source.Node);
        await node.Gpu.FailAsync("hang_but_healthy", Token);
        using var hung = node.Host.Client.Generate(InferenceHost.Ask("sim-aurora"), cancellationToken: Token); // until it is let go it says nothing

        var model = await node.Host.ModelAsync("sim-aurora", model => model.Deployments[0].State is DeploymentState.Unavailable, Token);
        var meanwhile = await node.Host.AskAsync("sim-aurora", Token);
        hung.Dispose();
        var stillAway = await node.Host.AskAsync("sim-aurora", Token); // that nobody waits for it any more does not redeem it
        await node.Gpu.RecoverAsync(Token);
        await node.Host.ModelAsync("sim-aurora", model => model.Deployments[0].State is DeploymentState.Ready, Token);
        var after = await node.Host.AskAsync("sim-aurora", Token);

        Assert.StartsWith("hung: 1 request(s) run, but nothing has moved for", model.Deployments[0].Reason, StringComparison.Ordinal);
        Assert.Equal(
            [("ollama", 1), ("ollama", 1), ("gpu-node", 1)],
            new[] { meanwhile, stillAway, after }.Select(outcome => (outcome.Completed!.Source.Node, outcome.Completed.Source.Attempts)));
    }

    [Fact]
    public async Task An_idle_engine_that_has_hung_is_found_by_its_canary()
    {
        await using var node = await SharedNode.StartAsync(withOllama: true, settings: new()
        {
            ["Inference:Nodes:gpu-node:Swap:VramMib"] = "0",
            ["Inference:Probes:Canary:Interval"] = "00:00:01",
            ["Inference:Probes:Canary:Timeout"] = "00:00:00.500",
        });
        await node.Gpu.FailAsync("hang_but_healthy", Token);

        var model = await node.Host.ModelAsync("sim-aurora", model => model.Deployments[0].State is DeploymentState.Unavailable, Token);

        Assert.Equal("no answer to a small question in 0.5 s", model.Deployments[0].Reason);
    }

    /// <summary>The best of five: one of them may meet a busy machine, the promise is about the service.</summary>
    [Fact]
    public async Task With_all_nodes_down_a_request_fails_at_once_and_says_when_to_come_back()
    {
        await using var pair = await Pair.StartAsync();
        await pair.Vllm.StopAsync();
        await pair.Ollama.StopAsync();
        await pair.Host.AskAsync("m", Token); // finds out
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var began = Stopwatch.GetTimestamp();
            var outcome = await pair.Host.AskAsync("m", Token);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(began).Ticks));
            Assert.InRange(outcome.Failed!.RetryAfterSeconds, 0.1, 5);
        }

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }
}
