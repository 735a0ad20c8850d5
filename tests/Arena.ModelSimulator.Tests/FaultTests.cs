using System.Net;

namespace Arena.ModelSimulator.Tests;

/// <summary>Each kind of fault, as a client sees it. The answer of sim-cobalt to the question is three tokens and more.</summary>
public class FaultTests
{
    private const string VllmChat = "/v1/chat/completions";
    private const string OllamaChat = "/api/chat";
    private const string VllmBody = """{"model":"sim-dune","stream":true,"messages":[{"role":"user","content":"What is the capital of France?"}]}""";
    private const string OllamaBody = """{"model":"sim-dune","messages":[{"role":"user","content":"What is the capital of France?"}]}""";
    private const string Sse = """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"sim-dune","choices":""";
    private const string SseRole = Sse + """[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""" + "\n\n";
    private const string SseParis = Sse + """[{"index":0,"delta":{"content":"Paris"},"logprobs":null,"finish_reason":null}]}""" + "\n\n";
    private const string SseDot = Sse + """[{"index":0,"delta":{"content":"."},"logprobs":null,"finish_reason":null}]}""" + "\n\n";
    private const string SseStop = Sse + """[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"stop"}]}""" + "\n\n";
    private const string SseDone = "data: [DONE]\n\n";
    private const string Line = """{"model":"sim-dune","created_at":"2026-01-01T00:00:00.0000000Z","message":{"role":"assistant","content":""";
    private const string LineParis = Line + "\"Paris\"},\"done\":false}\n";
    private const string LineDot = Line + "\".\"},\"done\":false}\n";
    private const string Figures = ",\"total_duration\":0,\"load_duration\":0,\"prompt_eval_count\":15,\"prompt_eval_duration\":0,\"eval_count\":";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("error_500", 500, """{"error":{"message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","param":null,"code":500}}""", """{"error":"an error was encountered while running the model"}""")]
    [InlineData("busy_503", 503, """{"error":{"message":"The server is overloaded, please retry later.","type":"ServiceUnavailableError","param":null,"code":503}}""", """{"error":"server busy, please try again.  maximum pending requests exceeded"}""")]
    [InlineData("rate_limited_429", 429, """{"error":{"message":"Rate limit reached, please retry later.","type":"RateLimitError","param":null,"code":429}}""", """{"error":"too many requests"}""")]
    public async Task An_error_before_the_answer_has_its_status_and_the_shape_of_the_protocol(string kind, int status, string vllm, string ollama)
    {
        await using var first = await SimulatorHost.StartAsync("vllm");
        await first.FaultAsync(kind);
        Assert.Equal(new Reply((HttpStatusCode)status, "application/json; charset=utf-8", vllm, null), await first.PostAsync(VllmChat, VllmBody));
        await using var second = await SimulatorHost.StartAsync("ollama");
        await second.FaultAsync(kind);
        Assert.Equal(new Reply((HttpStatusCode)status, "application/json; charset=utf-8", ollama, null), await second.PostAsync(OllamaChat, OllamaBody));
    }

    [Theory]
    [InlineData("rate_limited_429")]
    [InlineData("busy_503")]
    public async Task Retry_after_is_sent_when_it_is_set(string kind)
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.FaultAsync(kind, ",\"retry_after\":7");
        Assert.Equal("7", (await host.PostAsync(VllmChat, VllmBody)).RetryAfter);
    }

    [Theory]
    [InlineData("vllm", VllmChat, VllmBody)]
    [InlineData("ollama", OllamaChat, OllamaBody)]
    public async Task Refuse_resets_the_connection_before_any_header(string protocol, string path, string body)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        await host.FaultAsync("refuse");
        await Assert.ThrowsAsync<HttpRequestException>(() => host.StartAsync(HttpMethod.Post, path, body));
    }

    [Theory]
    [InlineData("vllm", VllmChat, VllmBody)]
    [InlineData("ollama", OllamaChat, OllamaBody)]
    public async Task Hang_accepts_the_request_and_sends_nothing_while_the_node_is_healthy(string protocol, string path, string body)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        await host.FaultAsync("hang");
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var answer = host.Client.PostAsync(path, new StringContent(body), impatient.Token);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/alive")).Status);
        Assert.False(answer.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("done_without_finish", SseRole + SseParis + SseDone, LineParis + Line + "\"\"},\"done\":true" + Figures + "1,\"eval_duration\":0}\n")]
    [InlineData("finish_abort", SseRole + SseParis + Sse + """[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"abort"}]}""" + "\n\n" + SseDone, LineParis + Line + "\"\"},\"done\":true,\"done_reason\":\"unload\"" + Figures + "1,\"eval_duration\":0}\n")]
    [InlineData("error_in_stream", SseRole + SseParis + """data: {"error":{"message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","param":null,"code":500}}""" + "\n\n" + SseDone, LineParis + "{\"error\":\"an error was encountered while running the model\"}\n")]
    [InlineData("eof_without_done", SseRole + SseParis, LineParis)]
    [InlineData("plain_text_tail", SseRole + SseParis + "proxy error: Failed to read connection", LineParis + "proxy error: Failed to read connection")]
    [InlineData("malformed_event", SseRole + SseParis + "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\n\n" + SseDot + SseStop + SseDone, LineParis + "{\"model\":\"\",\"message\":{\"role\":\n" + LineDot + Line + "\"\"},\"done\":true,\"done_reason\":\"stop\"" + Figures + "2,\"eval_duration\":0}\n")]
    public async Task A_fault_in_mid_stream_comes_after_its_tokens_and_under_200(string kind, string vllm, string ollama)
    {
        await using var first = await SimulatorHost.StartAsync("vllm");
        await first.FaultAsync(kind, ",\"after_tokens\":1");
        Assert.Equal(new Reply(HttpStatusCode.OK, "text/event-stream; charset=utf-8", vllm, null), await first.PostAsync(VllmChat, VllmBody));
        await using var second = await SimulatorHost.StartAsync("ollama");
        await second.FaultAsync(kind, ",\"after_tokens\":1");
        Assert.Equal(new Reply(HttpStatusCode.OK, "application/x-ndjson", ollama, null), await second.PostAsync(OllamaChat, OllamaBody));
    }

    [Theory]
    [InlineData("cut", "vllm", VllmChat, VllmBody, SseRole + SseParis)]
    [InlineData("cut", "ollama", OllamaChat, OllamaBody, LineParis)]
    [InlineData("cut_mid_event", "vllm", VllmChat, VllmBody, SseRole + SseParis + SseDot)]
    [InlineData("cut_mid_event", "ollama", OllamaChat, OllamaBody, LineParis + LineDot)]
    public async Task A_cut_breaks_the_connection_off_and_what_came_is_the_beginning_of_the_answer(string kind, string protocol, string path, string body, string at_most)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        await host.FaultAsync(kind, ",\"after_tokens\":1");
        var seen = new MemoryStream();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var response = await host.StartAsync(HttpMethod.Post, path, body, ("X-Request-Id", "1"));
            await (await response.Content.ReadAsStreamAsync(Cancelled)).CopyToAsync(seen, Cancelled);
        });
        Assert.StartsWith(System.Text.Encoding.UTF8.GetString(seen.ToArray()), at_most, StringComparison.Ordinal);
        await host.RunningAsync(0);
    }

    [Theory]
    [InlineData("vllm", VllmChat, VllmBody, SseRole + SseParis)]
    [InlineData("ollama", OllamaChat, OllamaBody, LineParis)]
    public async Task A_stall_sends_its_tokens_and_then_nothing_until_the_client_leaves(string protocol, string path, string body, string beginning)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        await host.FaultAsync("stall", ",\"after_tokens\":1");
        using (var response = await host.StartAsync(HttpMethod.Post, path, body, ("X-Request-Id", "1")))
        {
            var bytes = new byte[beginning.Length];
            var stream = await response.Content.ReadAsStreamAsync(Cancelled);
            await stream.ReadExactlyAsync(bytes, Cancelled);
            Assert.Equal(beginning, System.Text.Encoding.UTF8.GetString(bytes));
            await host.RunningAsync(1);
        }

        await host.RunningAsync(0);
    }

    [Theory]
    [InlineData("vllm", VllmChat, "!!!!!!!!!!!!", "choices")]
    [InlineData("ollama", OllamaChat, "!!!!!!!!!!!!", "message")]
    public async Task Garbage_has_the_length_and_the_finish_reason_of_an_answer(string protocol, string path, string text, string property)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        await host.FaultAsync("garbage");
        var json = (await host.PostAsync(path, OllamaBody[..^1] + ",\"stream\":false}")).Json();
        var message = property == "choices" ? json.GetProperty("choices")[0].GetProperty("message") : json.GetProperty("message");
        var finish = property == "choices" ? json.GetProperty("choices")[0].GetProperty("finish_reason") : json.GetProperty("done_reason");
        Assert.Equal((text, "stop"), (message.GetProperty("content").GetString(), finish.GetString()));
    }

    [Theory]
    [InlineData("vllm", VllmChat)]
    [InlineData("ollama", OllamaChat)]
    public async Task Wrong_model_is_another_name_in_the_answer(string protocol, string path)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        await host.FaultAsync("wrong_model");
        Assert.Equal("sim-dune-other", (await host.PostAsync(path, OllamaBody[..^1] + ",\"stream\":false}")).Json().GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("vllm", VllmChat, 24.128)]
    [InlineData("ollama", OllamaChat, 27.128)]
    public async Task Slow_adds_its_delay_to_each_token(string protocol, string path, double seconds)
    {
        await using var host = await SimulatorHost.StartAsync(protocol, ("Simulator:TimeScale", "1"));
        await host.FaultAsync("slow", ",\"delay\":12");
        var start = host.Time.GetUtcNow();
        await host.Time.RunAsync(host.PostAsync(path, OllamaBody), Cancelled);
        Assert.Equal(TimeSpan.FromSeconds(seconds), host.Time.GetUtcNow() - start);
    }

    [Fact]
    public async Task Hang_but_healthy_freezes_the_counters_with_a_request_running_until_it_is_cleared()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.FaultAsync("hang_but_healthy");
        var answer = host.PostAsync(VllmChat, VllmBody);
        await host.RunningAsync(1);
        var metrics = (await host.GetAsync("/metrics")).Body.Split('\n');
        Assert.Contains("vllm:num_requests_running{engine=\"0\",model_name=\"sim-dune\"} 1.0", metrics);
        Assert.Contains("vllm:iteration_tokens_total_count{engine=\"0\",model_name=\"sim-dune\"} 0.0", metrics);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/health")).Status);
        Assert.False(answer.IsCompleted);
        await host.SendAsync(HttpMethod.Delete, "/admin/faults", "");
        Assert.Equal(SseRole + SseParis + SseDot + SseStop + SseDone, (await answer).Body);
    }

    [Fact]
    public async Task A_fault_hits_its_model_as_often_as_it_counts_and_then_no_more()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.SendAsync(HttpMethod.Put, "/admin/faults", """[{"model":"sim-dune","kind":"error_500","count":2},{"model":"sim-ember","kind":"busy_503"}]""");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await host.PostAsync(VllmChat, VllmBody)).Status);
        }

        Assert.Equal([HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError, HttpStatusCode.OK], statuses);
        Assert.Equal("""[{"model":"sim-ember","kind":"busy_503","after_tokens":5}]""", (await host.GetAsync("/admin/faults")).Body);
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(HttpMethod.Delete, "/admin/faults", "")).Status);
        Assert.Equal("[]", (await host.GetAsync("/admin/faults")).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""{"kind":"unheard_of"}""")]
    [InlineData("""{"kind":"cut","unknown":1}""")]
    [InlineData("""{"kind":"cut","model":"none"}""")]
    [InlineData("""{"kind":"cut","count":0}""")]
    [InlineData("""{"kind":"cut","after_tokens":-1}""")]
    [InlineData("""{"kind":"hang_but_healthy","count":1}""")]
    public async Task What_is_no_fault_is_refused_and_changes_nothing(string body)
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.FaultAsync("cut");
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync(HttpMethod.Put, "/admin/faults", body)).Status);
        Assert.Equal("""[{"model":"*","kind":"cut","after_tokens":5}]""", (await host.GetAsync("/admin/faults")).Body);
    }
}
