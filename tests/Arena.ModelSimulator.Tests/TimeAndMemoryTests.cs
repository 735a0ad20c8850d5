using System.Net;

namespace Arena.ModelSimulator.Tests;

public class TimeAndMemoryTests
{
    private const string Dune = """{"model":"sim-dune","messages":[{"role":"user","content":"What is the capital of France?"}]}""";
    private static readonly (string, string) RealTime = ("Simulator:TimeScale", "1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cold_model_is_loaded_once_and_a_warm_one_answers_at_its_own_pace()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", RealTime);
        var (cold, warm) = (await SecondsAsync(host, "/api/chat", Dune), await SecondsAsync(host, "/api/chat", Dune));
        Assert.Equal((3.128, 0.128), (cold, warm));
    }

    [Fact]
    public async Task An_awake_engine_takes_its_time_to_the_first_token_and_its_pace_after_it()
    {
        await using var host = await SimulatorHost.StartAsync("vllm", RealTime);
        Assert.Equal(0.128, await SecondsAsync(host, "/v1/chat/completions", Dune));
    }

    [Fact]
    public async Task Another_context_length_loads_the_model_again()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", RealTime);
        await SecondsAsync(host, "/api/chat", Dune);
        Assert.Equal(3.128, await SecondsAsync(host, "/api/chat", Dune[..^1] + ",\"options\":{\"num_ctx\":8192}}"));
        Assert.Equal(8192, await host.VramUsedAsync());
    }

    [Fact]
    public async Task An_idle_model_leaves_memory_when_its_keep_alive_is_over()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        await host.PostAsync("/api/chat", Dune);
        host.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Single((await host.JsonAsync("/api/ps"))["models"]!.AsArray());
        host.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Empty((await host.JsonAsync("/api/ps"))["models"]!.AsArray());
        Assert.Equal(0, await host.VramUsedAsync());
    }

    [Fact]
    public async Task The_victim_is_the_idle_model_with_the_shortest_keep_alive()
    {
        // Aurora needs 18432 + 768 MiB at a context of 4096, dune 7168, ember 3584.
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:VramMib", "24000"));
        await host.PostAsync("/api/chat", """{"model":"sim-dune","messages":[],"keep_alive":"1h"}""");
        await host.PostAsync("/api/chat", """{"model":"sim-ember","messages":[],"keep_alive":"1m"}""");
        await host.PostAsync("/api/chat", """{"model":"sim-cobalt","messages":[]}""");
        Assert.Equal(["sim-cobalt", "sim-dune", "sim-ember"], await LoadedAsync(host));
        await host.PostAsync("/api/chat", """{"model":"sim-basalt","messages":[]}""");
        Assert.Equal(["sim-basalt", "sim-dune"], await LoadedAsync(host));
    }

    [Fact]
    public async Task A_busy_model_is_not_evicted_but_waited_for()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:VramMib", "8000"));
        await host.FaultAsync("stall", ",\"after_tokens\":1,\"count\":1");
        Task<Reply> other;
        using (await host.StartAsync(HttpMethod.Post, "/api/chat", Dune))
        {
            other = host.PostAsync("/api/chat", """{"model":"sim-ember","messages":[]}""");
            await host.WaitingAsync(1);

            Assert.False(other.IsCompleted);
            Assert.Equal(["sim-dune"], await LoadedAsync(host));
        }

        Assert.Equal(HttpStatusCode.OK, (await other).Status);
        Assert.Equal(["sim-ember"], await LoadedAsync(host));
    }

    [Fact]
    public async Task A_model_larger_than_the_memory_runs_partly_on_the_cpu_and_slower()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", RealTime, ("Simulator:VramMib", "3584"));
        Assert.Equal(3.255, await SecondsAsync(host, "/api/chat", Dune), 6);
        var loaded = (await host.JsonAsync("/api/ps"))["models"]![0]!;
        Assert.Equal((7168L << 20, 3584L << 20), ((long)loaded["size"]!, (long)loaded["size_vram"]!));
    }

    [Fact]
    public async Task One_request_more_than_the_queue_holds_is_turned_away_as_busy()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:Ollama:MaxQueue", "1"));
        await host.FaultAsync("stall", ",\"after_tokens\":1,\"count\":1");
        using var first = await host.StartAsync(HttpMethod.Post, "/api/chat", Dune);
        using var second = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var queued = host.Client.PostAsync("/api/chat", new StringContent(Dune), second.Token);
        await host.WaitingAsync(1);

        var third = await host.PostAsync("/api/chat", Dune);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"error":"server busy, please try again.  maximum pending requests exceeded"}"""), (third.Status, third.Body));
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
    }

    [Fact]
    public async Task Sleep_gives_the_memory_back_and_wake_takes_it_again()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        Assert.Equal(65536, await host.VramUsedAsync());
        await host.PostAsync("/engines/sim-dune/sleep?level=1");
        Assert.Equal((57344, true), (await host.VramUsedAsync(), (bool)(await host.JsonAsync("/engines/sim-dune/is_sleeping"))["is_sleeping"]!));
        await host.PostAsync("/engines/sim-dune/wake_up?tags=weights");
        Assert.Equal((63488, true), (await host.VramUsedAsync(), (bool)(await host.JsonAsync("/engines/sim-dune/is_sleeping"))["is_sleeping"]!));
        await host.PostAsync("/engines/sim-dune/wake_up?tags=kv_cache");
        Assert.Equal((65536, false), (await host.VramUsedAsync(), (bool)(await host.JsonAsync("/engines/sim-dune/is_sleeping"))["is_sleeping"]!));
    }

    [Fact]
    public async Task Waking_without_room_fails_like_cuda_and_works_once_another_sleeps()
    {
        // In the order of their ids: aurora and basalt fit, cobalt does not, dune does.
        await using var host = await SimulatorHost.StartAsync("vllm", ("Simulator:VramMib", "50000"));
        Assert.True((bool)(await host.JsonAsync("/engines/sim-cobalt/is_sleeping"))["is_sleeping"]!);
        var reply = await host.PostAsync("/engines/sim-cobalt/wake_up");
        Assert.Equal(
            (HttpStatusCode.InternalServerError, """{"error":{"message":"CUDA out of memory. Tried to allocate 12288 MiB. GPU 0 has a total capacity of 50000 MiB of which 848 MiB is free.","type":"InternalServerError","param":null,"code":500}}"""),
            (reply.Status, reply.Body));
        await host.PostAsync("/engines/sim-basalt/sleep");
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/engines/sim-cobalt/wake_up")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/engines/sim-cobalt/v1/chat/completions", Dune.Replace("dune", "cobalt", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Level_two_answers_garbage_until_the_weights_are_loaded_again()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        const string Engine = "/engines/sim-dune";
        await host.PostAsync($"{Engine}/sleep?level=2");
        await host.PostAsync($"{Engine}/wake_up");
        Assert.Equal("!!!!!!!!!!!!", await TextAsync(host));
        Assert.Equal("""{"results":[null]}""", (await host.PostAsync($"{Engine}/collective_rpc", """{"method":"reload_weights"}""")).Body);
        Assert.Equal("Paris.", await TextAsync(host));
    }

    [Fact]
    public async Task A_request_to_a_sleeping_engine_kills_it_and_it_is_back_after_its_load_time()
    {
        await using var host = await SimulatorHost.StartAsync("vllm", RealTime);
        const string Engine = "/engines/sim-dune";
        await host.Time.RunAsync(host.PostAsync($"{Engine}/sleep"), Cancelled);
        Assert.Equal(HttpStatusCode.InternalServerError, (await host.PostAsync($"{Engine}/v1/chat/completions", Dune)).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => host.GetAsync($"{Engine}/health"));
        Assert.Equal(4, (await host.JsonAsync("/v1/models"))["data"]!.AsArray().Count);
        host.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"{Engine}/health")).Status);
        Assert.Equal(0.128, await SecondsAsync(host, $"{Engine}/v1/chat/completions", Dune));
    }

    [Fact]
    public async Task Sleep_aborts_running_answers_by_default()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.FaultAsync("stall", ",\"after_tokens\":1,\"count\":1");
        var answer = host.PostAsync("/v1/chat/completions", Dune);
        await host.RunningAsync(1);
        await host.PostAsync("/engines/sim-dune/sleep");
        Assert.Equal("abort", (await answer).Json().GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Sleep_with_mode_wait_lets_running_answers_end()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.FaultAsync("hang_but_healthy");
        var answer = host.PostAsync("/v1/chat/completions", Dune);
        await host.RunningAsync(1);
        var sleep = host.PostAsync("/engines/sim-dune/sleep?mode=wait");
        await host.SendAsync(HttpMethod.Delete, "/admin/faults", "");
        Assert.Equal("stop", (await answer).Json().GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(HttpStatusCode.OK, (await sleep).Status);
    }

    [Fact]
    public async Task A_paused_engine_answers_after_resume()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        Assert.Equal("""{"status":"paused"}""", (await host.PostAsync("/engines/sim-dune/pause?mode=keep")).Body);
        var answer = host.PostAsync("/v1/chat/completions", Dune);
        await host.RunningAsync(1);
        Assert.False(answer.IsCompleted);
        Assert.Equal("""{"status":"resumed"}""", (await host.PostAsync("/engines/sim-dune/resume")).Body);
        Assert.Equal("Paris.", (await answer).Json().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("vllm", "/v1/chat/completions")]
    [InlineData("ollama", "/api/chat")]
    public async Task A_client_that_leaves_stops_the_generation_at_once(string protocol, string path)
    {
        await using var host = await SimulatorHost.StartAsync(protocol, RealTime);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        if (protocol == "ollama")
        {
            await SecondsAsync(host, path, Dune); // warm
        }

        // The clock stands still: only the client's leaving can end the answer.
        var answer = host.Client.PostAsync(path, new StringContent(Dune), leaving.Token);
        await host.RunningAsync(1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await host.RunningAsync(0);
        Assert.Equal(0.128, await SecondsAsync(host, path, Dune));
    }

    [Fact]
    public async Task The_truth_about_the_models_is_told_to_the_administrator()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:ServedModels:0", "sim-dune"));
        Assert.Equal(
            """[{"id":"sim-dune","display_name":"Dune (simulated)","family":"dune","strength":1400,"verbosity":45,"style":"Concise","time_to_first_token_seconds":0.12,"tokens_per_second":140,"vram_mib":8192,"load_seconds":3,"wake_seconds":0.3,"context_length":8192}]""",
            (await host.GetAsync("/admin/models")).Body);
        Assert.Equal(
            """{"protocol":"ollama","vram_mib":81920,"vram_used_mib":0,"running_requests":0,"waiting_requests":0}""",
            (await host.GetAsync("/admin/node")).Body);
    }

    [Theory]
    [InlineData("Simulator:Models:sim-dune:DisplayName", "Dune")]
    [InlineData("Simulator:Models:sim-dune:TokensPerSecond", "0")]
    [InlineData("Simulator:ServedModels:0", "none")]
    [InlineData("Simulator:VramMib", "0")]
    public async Task A_wrong_setting_stops_the_start(string key, string value)
    {
        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => SimulatorHost.StartAsync("vllm", (key, value)));
    }

    private static async Task<double> SecondsAsync(SimulatorHost host, string path, string body)
    {
        var start = host.Time.GetUtcNow();
        Assert.Equal(HttpStatusCode.OK, (await host.Time.RunAsync(host.PostAsync(path, body), Cancelled)).Status);
        return (host.Time.GetUtcNow() - start).TotalSeconds;
    }

    private static async Task<string?> TextAsync(SimulatorHost host) =>
        (await host.PostAsync("/v1/chat/completions", Dune)).Json().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private static async Task<IEnumerable<string>> LoadedAsync(SimulatorHost host) =>
        (await host.JsonAsync("/api/ps"))["models"]!.AsArray().Select(model => ((string)model!["name"]!).Replace(":latest", "", StringComparison.Ordinal));
}
