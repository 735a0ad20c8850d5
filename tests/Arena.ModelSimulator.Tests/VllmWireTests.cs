using System.Net;

namespace Arena.ModelSimulator.Tests;

public class VllmWireTests
{
    private const string Question = """[{"role":"user","content":"What is the capital of France?"}]""";

    [Theory]
    [InlineData("/health", HttpStatusCode.OK, "")]
    [InlineData("/ping", HttpStatusCode.OK, "")]
    [InlineData("/version", HttpStatusCode.OK, """{"version":"0.11.0"}""")]
    [InlineData("/load", HttpStatusCode.OK, """{"server_load":0}""")]
    [InlineData("/is_sleeping", HttpStatusCode.OK, """{"is_sleeping":false}""")]
    [InlineData("/is_paused", HttpStatusCode.OK, """{"is_paused":false}""")]
    [InlineData("/engines/sim-dune/health", HttpStatusCode.OK, "")]
    [InlineData("/engines/none/health", HttpStatusCode.NotFound, """{"error":{"message":"No engine is named 'none'.","type":"NotFoundError","param":null,"code":404}}""")]
    public async Task State_is_told_in_the_servers_own_words(string path, HttpStatusCode status, string body)
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        var reply = await host.GetAsync(path);
        Assert.Equal((status, body), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task An_engine_lists_its_model_and_the_root_lists_all()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        Assert.Equal(
            """{"object":"list","data":[{"id":"sim-dune","object":"model","created":1767225600,"owned_by":"arena-simulator","root":"sim-dune","parent":null,"max_model_len":8192,"permission":[]}]}""",
            (await host.GetAsync("/engines/sim-dune/v1/models")).Body);
        Assert.Equal(
            ["sim-aurora", "sim-basalt", "sim-cobalt", "sim-dune", "sim-ember"],
            (await host.GetAsync("/v1/models")).Json().GetProperty("data").EnumerateArray().Select(card => card.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task A_tool_call_is_an_answer_that_the_engine_counts_as_stopped()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        const string Body = """{"model":"sim-aurora","messages":[{"role":"user","content":"Calculate 6 * 7 + 1"}],"tools":[{"type":"function","function":{"name":"calculate","parameters":{"type":"object","properties":{"expression":{"type":"string"}}}}}]}""";

        var choice = (await host.PostAsync("/v1/chat/completions", Body)).Json().GetProperty("choices")[0].GetRawText();

        Assert.Equal(
            """{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"calculate","arguments":"{\"expression\":\"6 * 7 + 1\"}"}}]},"logprobs":null,"finish_reason":"tool_calls","stop_reason":null}""",
            choice);
        Assert.Contains("""vllm:request_success_total{engine="0",finished_reason="stop",model_name="sim-aurora"} 1""", (await host.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_answer_is_one_chat_completion()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        var reply = await host.PostAsync("/v1/chat/completions", $$"""{"model":"sim-dune","messages":{{Question}}}""");
        Assert.Equal(
            new Reply(HttpStatusCode.OK, "application/json", """{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"sim-dune","choices":[{"index":0,"message":{"role":"assistant","content":"Paris.","tool_calls":[]},"logprobs":null,"finish_reason":"stop","stop_reason":null}],"usage":{"prompt_tokens":15,"total_tokens":17,"completion_tokens":2}}""", null),
            reply);
    }

    [Fact]
    public async Task A_stream_is_role_text_finish_usage_done()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        var reply = await host.PostAsync("/v1/chat/completions", $$$"""{"model":"sim-dune","messages":{{{Question}}},"stream":true,"stream_options":{"include_usage":true}}""");
        const string Head = """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"sim-dune","choices":""";
        Assert.Equal(
            new Reply(HttpStatusCode.OK, "text/event-stream; charset=utf-8", string.Concat(
                Head, """[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""", "\n\n",
                Head, """[{"index":0,"delta":{"content":"Paris"},"logprobs":null,"finish_reason":null}]}""", "\n\n",
                Head, """[{"index":0,"delta":{"content":"."},"logprobs":null,"finish_reason":null}]}""", "\n\n",
                Head, """[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"stop"}]}""", "\n\n",
                Head, """[],"usage":{"prompt_tokens":15,"total_tokens":17,"completion_tokens":2}}""", "\n\n",
                "data: [DONE]\n\n"), null),
            reply);
    }

    [Theory]
    [InlineData("\"max_tokens\":1", "Paris", "length", null, 1)]
    [InlineData("\"max_completion_tokens\":1", "Paris", "length", null, 1)]
    [InlineData("\"max_tokens\":2", "Paris.", "stop", null, 2)]
    [InlineData("\"stop\":\".\"", "Paris", "stop", ".", 1)]
    [InlineData("\"stop\":[\"zzz\",\"ris\"]", "Pa", "stop", "ris", 1)]
    public async Task An_answer_ends_at_its_limit_or_before_its_stop_sequence(string setting, string text, string finish, string? stop, int tokens)
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        var json = (await host.PostAsync("/v1/chat/completions", $$"""{"model":"sim-dune","messages":{{Question}},{{setting}}}""")).Json();
        var choice = json.GetProperty("choices")[0];
        Assert.Equal(
            (text, finish, stop, tokens),
            (choice.GetProperty("message").GetProperty("content").GetString(), choice.GetProperty("finish_reason").GetString(), choice.GetProperty("stop_reason").GetString(), json.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Theory]
    [InlineData("""{"model":"none","messages":[{"role":"user","content":"x"}]}""", 404, "NotFoundError", "model", "The model `none` does not exist.")]
    [InlineData("""{"model":"sim-dune"}""", 400, "BadRequestError", "messages", "[{'type': 'missing', 'loc': ('body', 'messages'), 'msg': 'Field required'}]")]
    [InlineData("""{"model":"sim-dune","messages":[]}""", 400, "BadRequestError", "messages", "The messages must not be empty.")]
    [InlineData("""{"model":"sim-dune","messages":[{"content":"x"}]}""", 400, "BadRequestError", "messages", "Every message needs a role.")]
    [InlineData("""{"model":"sim-dune","messages":[{"role":"user","content":"\ud800"}]}""", 400, "BadRequestError", null, "the body has text that is not Unicode")]
    [InlineData("""{"model":"sim-dune","messages":[null]}""", 400, "BadRequestError", "messages", "Every message needs a role.")]
    [InlineData("""{"model":"sim-dune","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", 400, "BadRequestError", "max_tokens", "max_tokens must be at least 1.")]
    [InlineData("""{"model":"sim-dune","messages":[{"role":"user","content":"x"}],"stream_options":{}}""", 400, "BadRequestError", "stream_options", "Stream options can only be defined when `stream=True`.")]
    [InlineData("""{"model":"sim-dune","messages":[{"role":"user","content":"x"}],"max_tokens":8192}""", 400, "BadRequestError", "messages", "This model's maximum context length is 8192 tokens. However, you requested 8200 tokens (8 in the messages, 8192 in the completion). Please reduce the length of the messages or completion.")]
    public async Task A_bad_request_is_refused_in_the_servers_shape(string body, int code, string type, string? param, string message)
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        var reply = await host.PostAsync("/v1/chat/completions", body);
        var error = reply.Json().GetProperty("error");
        Assert.Equal(
            ((HttpStatusCode)code, message, type, param, code),
            (reply.Status, error.GetProperty("message").GetString(), error.GetProperty("type").GetString(), error.GetProperty("param").GetString(), error.GetProperty("code").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"model":7}""")]
    public async Task A_body_that_is_no_request_is_a_bad_request(string body)
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        var reply = await host.PostAsync("/v1/chat/completions", body);
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequestError"), (reply.Status, reply.Json().GetProperty("error").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Tokenize_counts_like_the_usage()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        Assert.Equal(
            """{"count":15,"max_model_len":8192,"tokens":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14]}""",
            (await host.PostAsync("/tokenize", $$"""{"model":"sim-dune","messages":{{Question}}}""")).Body);
    }

    [Fact]
    public async Task An_adapter_is_one_more_model_with_a_parent_until_it_is_unloaded()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        const string Engine = "/engines/sim-dune";
        Assert.Equal("Success: LoRA adapter 'x' added successfully.", (await host.PostAsync($"{Engine}/v1/load_lora_adapter", """{"lora_name":"x","lora_path":"/x"}""")).Body);
        Assert.Equal(
            """{"id":"x","object":"model","created":1767225600,"owned_by":"arena-simulator","root":"x","parent":"sim-dune","max_model_len":null,"permission":[]}""",
            (await host.GetAsync($"{Engine}/v1/models")).Json().GetProperty("data")[1].GetRawText());
        Assert.Equal("x", (await host.PostAsync("/v1/chat/completions", $$"""{"model":"x","messages":{{Question}}}""")).Json().GetProperty("model").GetString());
        Assert.Equal("Success: LoRA adapter 'x' removed successfully.", (await host.PostAsync($"{Engine}/v1/unload_lora_adapter", """{"lora_name":"x"}""")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("/v1/chat/completions", $$"""{"model":"x","messages":{{Question}}}""")).Status);
    }

    [Fact]
    public async Task Metrics_count_tokens_requests_and_steps_per_model()
    {
        await using var host = await SimulatorHost.StartAsync("vllm");
        await host.PostAsync("/v1/chat/completions", $$"""{"model":"sim-dune","messages":{{Question}}}""");
        await host.PostAsync("/v1/chat/completions", $$"""{"model":"sim-dune","messages":{{Question}},"max_tokens":1}""");
        var reply = await host.GetAsync("/engines/sim-dune/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", reply.ContentType);
        Assert.Equal(
            [
                """vllm:num_requests_running{engine="0",model_name="sim-dune"} 0.0""",
                """vllm:num_requests_waiting{engine="0",model_name="sim-dune"} 0.0""",
                """vllm:prompt_tokens_total{engine="0",model_name="sim-dune"} 30.0""",
                """vllm:generation_tokens_total{engine="0",model_name="sim-dune"} 3.0""",
                """vllm:request_success_total{engine="0",finished_reason="stop",model_name="sim-dune"} 1.0""",
                """vllm:request_success_total{engine="0",finished_reason="length",model_name="sim-dune"} 1.0""",
                """vllm:iteration_tokens_total_bucket{engine="0",le="1.0",model_name="sim-dune"} 3.0""",
                """vllm:iteration_tokens_total_count{engine="0",model_name="sim-dune"} 3.0""",
                """vllm:time_to_first_token_seconds_count{engine="0",model_name="sim-dune"} 2.0""",
                """vllm:inter_token_latency_seconds_count{engine="0",model_name="sim-dune"} 1.0""",
            ],
            reply.Body.Split('\n').Where(line => line.StartsWith("vllm:", StringComparison.Ordinal)
                && (line.Contains("num_requests", StringComparison.Ordinal) || line.Contains("_tokens_total{", StringComparison.Ordinal)
                    || (line.Contains("request_success", StringComparison.Ordinal) && line.EndsWith(" 1.0", StringComparison.Ordinal))
                    || line.Contains("iteration_tokens_total_bucket{engine=\"0\",le=\"1.0\"", StringComparison.Ordinal)
                    || line.Contains("iteration_tokens_total_count", StringComparison.Ordinal)
                    || line.Contains("first_token_seconds_count", StringComparison.Ordinal) || line.Contains("inter_token_latency_seconds_count", StringComparison.Ordinal))));
    }
}
