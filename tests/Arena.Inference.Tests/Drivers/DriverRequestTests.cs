using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Tests.Drivers;

/// <summary>What every driver sends: one conversation with all that there can be in it.</summary>
public sealed class DriverRequestTests : IDisposable
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"}}}""";

    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "Be brief."),
        new(ChatRole.User, [new TextContent("What is this?"), new DataContent("data:image/png;base64,AAAA")]),
        new(ChatRole.Assistant, [ToolCalls.Create("call_1", "look_up", """{"city":"Paris"}""")]),
        new(ChatRole.Tool, [new FunctionResultContent("call_1", "sunny")]),
        new(ChatRole.User, "So?"),
    ];

    private static readonly ChatOptions Options = new()
    {
        MaxOutputTokens = 256,
        Temperature = 1.5f,
        TopP = 0.5f,
        Seed = 7,
        StopSequences = ["END"],
        Tools = [AIFunctionFactory.CreateDeclaration("look_up", "Looks a city up.", JsonElement.Parse(Schema))],
        ToolMode = ChatToolMode.RequireSpecific("look_up"),
    };

    private readonly DriverBench _bench = new(("Inference:Nodes:ollama:KeepAlive", "00:10:00"), ("Inference:Nodes:vertex:Region", "europe-west4"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("vllm", ""","stream_options":{"include_usage":true},"max_completion_tokens":256""", "seed")]
    [InlineData("openai", ""","stream_options":{"include_usage":true},"max_completion_tokens":256""", "seed")]
    [InlineData("openai-swap", ""","stream_options":{"include_usage":true},"max_tokens":256""", "seed")]
    [InlineData("groq", ""","max_completion_tokens":256""", "seed")]
    [InlineData("mistral", ""","max_tokens":256""", "random_seed")]
    public async Task Chat_completions_in_each_dialect(string driver, string limits, string seed)
    {
        var sent = await SendAsync(driver);

        Assert.Equal(($"http://{driver}.test/v1/chat/completions", "Bearer key-1"), (sent.Url.AbsoluteUri, sent.Headers["Authorization"]));
        AssertJson(
            """
            {"model":"model-1","messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
              {"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"look_up","arguments":"{\"city\":\"Paris\"}"}}]},
              {"role":"tool","content":"sunny","tool_call_id":"call_1"},
              {"role":"user","content":"So?"}],
             "stream":trueLIMITS,"temperature":1.5,"top_p":0.5,"SEED":7,"stop":["END"],
             "tools":[{"type":"function","function":{"name":"look_up","description":"Looks a city up.","parameters":SCHEMA}}],
             "tool_choice":{"type":"function","function":{"name":"look_up"}}}
            """.Replace("LIMITS", limits, StringComparison.Ordinal).Replace("SEED", seed, StringComparison.Ordinal),
            sent.Body);
    }

    [Fact]
    public async Task Ollama_natively_with_one_context_length()
    {
        var options = Options.Clone();
        options.AdditionalProperties = new() { ["num_ctx"] = 8192 };

        var sent = await SendAsync("ollama", options);

        Assert.Equal("http://ollama.test/api/chat", sent.Url.AbsoluteUri);
        AssertJson(
            """
            {"model":"model-1","messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","content":"What is this?","images":["AAAA"]},
              {"role":"assistant","content":"","tool_calls":[{"id":"call_1","function":{"name":"look_up","arguments":{"city":"Paris"}}}]},
              {"role":"tool","content":"sunny","tool_name":"look_up","tool_call_id":"call_1"},
              {"role":"user","content":"So?"}],
             "stream":true,"truncate":false,"shift":false,
             "options":{"num_ctx":8192,"num_predict":256,"temperature":1.5,"top_p":0.5,"seed":7,"stop":["END"]},"keep_alive":"600s",
             "tools":[{"type":"function","function":{"name":"look_up","description":"Looks a city up.","parameters":SCHEMA}}]}
            """,
            sent.Body);
    }

    [Fact]
    public async Task Anthropic_with_its_key_its_version_and_its_scale_of_temperatures()
    {
        var sent = await SendAsync("anthropic");

        Assert.Equal(
            ("http://anthropic.test/v1/messages", "key-1", "2023-06-01", false),
            (sent.Url.AbsoluteUri, sent.Headers["x-api-key"], sent.Headers["anthropic-version"], sent.Headers.ContainsKey("Authorization")));
        AssertJson(
            """
            {"model":"model-1","max_tokens":256,"system":"Be brief.","messages":[
              {"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"look_up","input":{"city":"Paris"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"sunny"},{"type":"text","text":"So?"}]}],
             "stream":true,"temperature":1,"top_p":0.5,"stop_sequences":["END"],
             "tools":[{"name":"look_up","description":"Looks a city up.","input_schema":SCHEMA}],"tool_choice":{"type":"tool","name":"look_up"}}
            """,
            sent.Body);
    }

    [Theory]
    [InlineData("gemini", "http://gemini.test/v1beta/models/model-1:streamGenerateContent?alt=sse", "x-goog-api-key", "key-1")]
    [InlineData("vertex", "http://vertex.test/v1/projects/project-1/locations/europe-west4/publishers/google/models/model-1:streamGenerateContent?alt=sse", "Authorization", "Bearer token-1")]
    public async Task Gemini_and_Vertex(string driver, string url, string header, string key)
    {
        var sent = await SendAsync(driver);

        Assert.Equal((url, key), (sent.Url.AbsoluteUri, sent.Headers[header]));
        AssertJson(
            """
            {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[
              {"role":"user","parts":[{"text":"What is this?"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},
              {"role":"model","parts":[{"functionCall":{"name":"look_up","args":{"city":"Paris"}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"look_up","response":{"result":"sunny"}}}]},
              {"role":"user","parts":[{"text":"So?"}]}],
             "generationConfig":{"maxOutputTokens":256,"temperature":1.5,"topP":0.5,"seed":7,"stopSequences":["END"]},
             "tools":[{"functionDeclarations":[{"name":"look_up","description":"Looks a city up.","parametersJsonSchema":SCHEMA}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["look_up"]}}}
            """,
            sent.Body);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("gemini")]
    public async Task An_image_that_a_server_would_have_to_fetch_is_refused_where_it_cannot(string driver)
    {
        ChatMessage[] messages = [new(ChatRole.User, [new UriContent("http://images.test/1.png", "image/*")])];

        var heard = await _bench.AskAsync(driver, messages, cancellationToken: Token);

        Assert.Equal((FaultCause.Rejected, 0), (heard.Fault!.Cause, _bench.Upstream.Requests.Count));
    }

    public void Dispose() => _bench.Dispose();

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected.Replace("SCHEMA", Schema, StringComparison.Ordinal)), JsonNode.Parse(actual)), actual);

    private async Task<ScriptedUpstream.Asked> SendAsync(string driver, ChatOptions? options = null)
    {
        await _bench.AskAsync(driver, Conversation, options ?? Options, Token);
        return Assert.Single(_bench.Upstream.Requests);
    }
}
