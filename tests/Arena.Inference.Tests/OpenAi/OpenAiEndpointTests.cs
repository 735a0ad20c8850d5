using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests.OpenAi;

/// <summary>What <c>/v1</c> answers, byte for byte where it matters.</summary>
public sealed class OpenAiEndpointTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_answer_has_OpenAIs_shape_and_says_what_that_has_no_place_for()
    {
        await using var node = new FakeVllm("m");
        node.AnswersWith("Päris.");
        await using var host = await StartAsync(node, new() { ["Inference:Models:m:Price:Input"] = "10", ["Inference:Models:m:Price:Output"] = "30" });

        var (status, body) = await PostAsync(host, Body("""{"role":"user","content":"Hi"}"""));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("chatcmpl-", Take(body, "id"), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"object":"chat.completion","created":1767225600,"model":"m",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"Päris."},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":18,"completion_tokens":3,"total_tokens":21},
                 "arena":{"requested_model":"m","substituted":false,"cached":false,"fell_back":false,"usage_estimated":false,"cost_usd":0.00027}}
                """),
            body), $"{body}");
    }

    [Fact]
    public async Task A_stream_ends_with_a_reason_the_usage_that_was_asked_for_and_DONE()
    {
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Role("m"), FakeVllm.Reasoning("Hm."), FakeVllm.Text("Hel"), FakeVllm.Text("lo"), FakeVllm.Finish("length"), FakeVllm.Usage(18, 3), FakeVllm.Done);
        await using var host = await StartAsync(node);

        var events = await StreamAsync(host, Body("""{"role":"user","content":"Hi"}""", ""","stream":true,"stream_options":{"include_usage":true}"""));

        Assert.Equal(
            [
                """[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]""",
                """[{"index":0,"delta":{"reasoning_content":"Hm."},"finish_reason":null}]""",
                """[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]""",
                """[{"index":0,"delta":{"content":"lo"},"finish_reason":null}]""",
                """[{"index":0,"delta":{},"finish_reason":"length"}]""",
                "[]",
                "[DONE]",
            ],
            events.Select(data => data == "[DONE]" ? data : JsonNode.Parse(data)!["choices"]!.ToJsonString()));
        Assert.Equal("""{"prompt_tokens":18,"completion_tokens":3,"total_tokens":21}""", JsonNode.Parse(events[^2])!["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_says_so_and_never_says_DONE()
    {
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Text("Hel"), FakeVllm.Event("""{"error":{"message":"engine died"}}"""), FakeVllm.Done);
        await using var host = await StartAsync(node);

        var events = await StreamAsync(host, Body("""{"role":"user","content":"Hi"}""", ""","stream":true"""));

        var last = JsonNode.Parse(events[^1])!;
        Assert.Equal("error", last["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(
            """{"message":"The model broke off; the text before this is incomplete.","type":"server_error","param":null,"code":"error_in_stream"}""",
            last["error"]!.ToJsonString());
    }

    [Fact]
    public async Task Tools_pass_through_in_and_out_streamed_or_whole()
    {
        await using var node = new FakeVllm("m");
        var call = FakeVllm.Event("""{"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":"}}]}}]}""")
            + FakeVllm.Event("""{"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}""");
        node.Answers(call, FakeVllm.Finish("tool_calls"), FakeVllm.Done);
        await using var host = await StartAsync(node);
        var request = Body(
            """{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c0","content":"no"}""",
            ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"required","parallel_tool_calls":false""");

        var (_, whole) = await PostAsync(host, request);
        var events = await StreamAsync(host, request[..^1] + ""","stream":true}""");

        const string Expected = """{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}""";
        var message = whole["choices"]![0]!["message"]!;
        Assert.Equal(("[" + Expected + "}]", null), (message["tool_calls"]!.ToJsonString(Relaxed), message["content"]?.ToString()));
        Assert.Contains(events, data => data.Contains(Expected + ""","index":0}""", StringComparison.Ordinal));
        var sent = node.Requests.First();
        Assert.Equal(
            ("""[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""", "\"required\"", "false", "c0"),
            (sent["tools"]!.ToJsonString(), sent["tool_choice"]!.ToJsonString(), sent["parallel_tool_calls"]!.ToJsonString(), sent["messages"]![2]!["tool_call_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_substitution_is_told_in_the_model_that_answered()
    {
        await using var node = new FakeOllama("llama3.1:8b");
        node.AnswersWith("Hello", "llama3.1:8b");
        await using var host = await StartAsync(node, new() { ["Inference:Substitutes:llama3.2-3b"] = "llama3.1:8b" });

        var (_, whole) = await PostAsync(host, Body("""{"role":"user","content":"Hi"}""", model: "llama3.2-3b"));
        var events = await StreamAsync(host, Body("""{"role":"user","content":"Hi"}""", ""","stream":true""", "llama3.2-3b"));

        Assert.Equal(("llama3.1:8b", true, "llama3.2-3b"), (whole["model"]!.GetValue<string>(), whole["arena"]!["substituted"]!.GetValue<bool>(), whole["arena"]!["requested_model"]!.GetValue<string>()));
        Assert.All(events.SkipLast(1), data => Assert.Equal("llama3.1:8b", JsonNode.Parse(data)!["model"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Models_are_listed_and_found_by_ids_with_slashes()
    {
        await using var node = new FakeVllm("m", "org/model");
        await using var host = await StartAsync(node);
        using var client = host.CreateClient();

        var list = JsonNode.Parse(await client.GetStringAsync("/v1/models", Token))!;
        var one = JsonNode.Parse(await client.GetStringAsync("/v1/models/org/model", Token))!;
        using var none = await client.GetAsync(new Uri("/v1/models/nope", UriKind.Relative), Token);
        using var health = await client.GetAsync(new Uri("/v1/health", UriKind.Relative), Token);

        Assert.Equal(("list", "m,org/model"), (list["object"]!.GetValue<string>(), string.Join(',', list["data"]!.AsArray().Select(model => model!["id"]!.GetValue<string>()))));
        Assert.Equal(
            """{"id":"org/model","object":"model","created":0,"owned_by":"arena","display_name":"org/model","available":true,"context_length":8192}""",
            one.ToJsonString());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (none.StatusCode, health.StatusCode));
        Assert.Equal(
            """{"error":{"message":"There is no model 'nope'.","type":"invalid_request_error","param":"model","code":"model_not_found"}}""",
            await none.Content.ReadAsStringAsync(Token));
    }

    public static TheoryData<string, int, string?, string> Refused => new()
    {
        { "{", 400, null, "The body is not valid JSON (line 1, byte 2)." },
        { "", 400, null, "The body is not valid JSON (line 1, byte 1)." },
        { "null", 400, null, "The body is null." },
        { "[]", 400, null, "The body is not valid JSON (line 1, byte 2)." },
        { """{"messages":[]}""", 400, "model", "The model is missing." },
        { Body("", model: "nope"), 404, "model", "There is no model 'nope'." },
        { Body(""), 400, "messages", "There are no messages." },
        { Body("null"), 400, "messages[0].role", "The role of messages[0] is not one of system, developer, user, assistant and tool." },
        { Body("""{"role":"wizard","content":"Hi"}"""), 400, "messages[0].role", "The role of messages[0] is not one of system, developer, user, assistant and tool." },
        { Body("""{"role":"user","content":7}"""), 400, "messages[0].content", "The content of messages[0] is neither a text nor an array of parts." },
        { Body("""{"role":"user","content":[{"type":"input_audio"}]}"""), 400, "messages[0].content", "A part of messages[0] is not one of text, refusal and image_url." },
        { Body("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}"""), 400, "messages[0].content", "An image of messages[0] is not a data address of an image." },
        { Body("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:text/html;base64,AAAA"}}]}"""), 400, "messages[0].content", "An image of messages[0] is not a data address of an image." },
        { Body("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://169.254.169.254/latest"}}]}"""), 400, "messages[0].content", "An image of messages[0] is not a data address of an image." },
        { Body("""{"role":"user","content":" \n"}"""), 400, "messages", "A message of the user is blank." },
        { Body("""{"role":"assistant","content":"Hi"}"""), 400, "messages", "The last message is not the user's." },
        { Body("""{"role":"tool","content":"x","tool_call_id":"c9"}"""), 400, "messages", "A tool answers the call 'c9', which no message before has." },
        { Hi(""","temperature":3"""), 400, "temperature", "temperature is 3. It must be 0 to 2." },
        { Hi(""","temperature":1e999"""), 400, "temperature", "temperature is Infinity. It must be 0 to 2." },
        { Hi(""","temperature":"hot" """), 400, "temperature", "The body is not valid at $.temperature." },
        { Hi(""","max_tokens":0"""), 400, "max_tokens", "max_tokens is 0. It must be 1 to 32768." },
        { Hi(""","max_completion_tokens":99999999999"""), 400, "max_completion_tokens", "The body is not valid at $.max_completion_tokens." },
        { Hi(""","top_p":2"""), 400, "top_p", "top_p is 2. It must be 0 to 1." },
        { Hi(""","n":2"""), 400, "n", "n is 2. Only 1 answer is given." },
        { Hi(""","stop":[1]"""), 400, "stop", "stop is neither a text nor an array of texts." },
        { Hi(""","stream_options":{"include_usage":true}"""), 400, "stream_options", "stream_options need stream." },
        { Hi(""","tools":[{"type":"function"}]"""), 400, "tools[0]", "tools[0] is not a function with a name." },
        { Hi(""","tool_choice":"maybe" """), 400, "tool_choice", "tool_choice is not one of auto, none, required and a named function." },
        { Hi(""","response_format":{"type":"xml"}"""), 400, "response_format", "response_format is not one of text, json_object and json_schema with a schema." },
        { Body("""{"role":"user","content":"\ud800"}"""), 400, null, "A text in the body is not Unicode: it has half of a surrogate pair, or bytes that are not UTF-8." },
        { Body("""{"role":"user","content":[{"type":"text","text":"\udfff x"}]}"""), 400, null, "A text in the body is not Unicode: it has half of a surrogate pair, or bytes that are not UTF-8." },
        { Hi(""","stop":"\ud83d" """), 400, null, "A text in the body is not Unicode: it has half of a surrogate pair, or bytes that are not UTF-8." },
        { new string('[', 100_000), 400, null, "The body is not valid JSON (line 1, byte 2)." },
    };

    [Fact]
    public async Task Hostile_input_gets_a_clear_4xx_and_reaches_no_model()
    {
        await using var node = new FakeVllm("m");
        await using var host = await StartAsync(node);

        foreach (var (body, status, param, message) in Refused.Select(row => row.Data))
        {
            var (answered, error) = await PostAsync(host, body);

            Assert.Equal(
                (body, status, param, message, "invalid_request_error"),
                (body, (int)answered, error["error"]!["param"]?.GetValue<string>(), error["error"]!["message"]!.GetValue<string>(), error["error"]!["type"]!.GetValue<string>()));
        }

        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task Limits_are_configured()
    {
        await using var node = new FakeVllm("m");
        await using var host = await StartAsync(node, new()
        {
            ["Inference:OpenAi:MaxRequestBytes"] = "1024",
            ["Inference:OpenAi:MaxMessages"] = "1",
            ["Inference:OpenAi:MaxTools"] = "0",
        });

        var (large, _) = await PostAsync(host, Body($$"""{"role":"user","content":"{{new string('x', 2000)}}"}"""));
        var (_, many) = await PostAsync(host, Body("""{"role":"user","content":"a"},{"role":"user","content":"b"}"""));
        var (_, tools) = await PostAsync(host, Hi(""","tools":[{"type":"function","function":{"name":"f"}}]"""));

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "There are 2 messages. At most 1 are taken.", "There are 1 tools. At most 0 are taken."),
            (large, many["error"]!["message"]!.GetValue<string>(), tools["error"]!["message"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"maximum context length is 8192 tokens","code":"context_length_exceeded"}}""", 400, "context_length_exceeded")]
    [InlineData(422, """{"detail":"no"}""", 400, "rejected")]
    [InlineData(401, """{"error":"Unauthorized"}""", 502, "unauthorized")]
    [InlineData(500, "", 502, "server_error")]
    [InlineData(503, "", 503, "overloaded")]
    public async Task A_failure_before_the_first_text_has_a_status_even_of_a_stream(int upstream, string body, int status, string code)
    {
        await using var node = new FakeVllm("m");
        node.Refuses(upstream, body);
        await using var host = await StartAsync(node);

        var (answered, error) = await PostAsync(host, Hi(""","stream":true"""));

        Assert.Equal((status, code), ((int)answered, error["error"]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_client_that_leaves_frees_the_upstream_even_if_it_does_not_stream()
    {
        await using var node = new FakeVllm("m");
        node.Answers(FakeVllm.Text("Hel"), Step.Hang);
        await using var host = await StartAsync(node);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = host.CreateClient();
        var answer = client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), Json(Hi()), leave.Token);
        await node.Asked.WaitAsync(Token);

        await leave.CancelAsync();

        await node.Aborted.WaitAsync(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private static async Task<InferenceHost> StartAsync(FakeNode node, Dictionary<string, string>? settings = null)
    {
        var host = await InferenceHost.StartAsync(settings ?? [], new ManualTimeProvider(), ("node", node));
        await host.Client.ListModelsAsync(new(), cancellationToken: Token);
        return host;
    }

    private static string Body(string messages, string more = "", string model = "m") => $$"""{"model":"{{model}}","messages":[{{messages}}]{{more}}}""";

    private static string Hi(string more = "") => Body("""{"role":"user","content":"Hi"}""", more);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(InferenceHost host, string body)
    {
        using var client = host.CreateClient();
        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), Json(body), Token);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!);
    }

    private static async Task<List<string>> StreamAsync(InferenceHost host, string body)
    {
        using var client = host.CreateClient();
        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), Json(body), Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync(Token);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..])];
    }

    private static string Take(JsonNode body, string name)
    {
        var value = body[name]!.GetValue<string>();
        body.AsObject().Remove(name);
        return value;
    }
}
