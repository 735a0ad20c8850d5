using System.Text.Json.Nodes;

namespace Arena.Inference.Tests.Drivers;

/// <summary>How one family of servers writes an answer, piece by piece.</summary>
internal abstract class Wire(string driver)
{
    public const string Model = "model-1";

    public string Driver => driver;

    /// <summary>Every driver, with the wire that it reads.</summary>
    public static IReadOnlyList<Wire> All { get; } =
    [
        new CompletionsWire("vllm"), new CompletionsWire("openai-swap"), new CompletionsWire("openai"), new CompletionsWire("mistral"),
        new CompletionsWire("groq"), new OllamaWire(), new AnthropicWire(), new GeminiWire("gemini"), new GeminiWire("vertex"),
    ];

    /// <summary>What comes before the first text.</summary>
    public abstract string Start(string model = Model);

    public abstract string Text(string text, string model = Model);

    public abstract string Thinking(string text);

    /// <summary>A whole call, in as many pieces as the protocol has.</summary>
    public abstract string ToolCall(string name, string arguments);

    /// <summary>The end of an answer up to the point from which on nothing can spoil it.</summary>
    public abstract string Finish(string? reason = null);

    /// <summary>What follows that point: usage, end marks.</summary>
    public abstract string Rest { get; }

    /// <summary>The end marks without a reason.</summary>
    public abstract string EndWithoutReason { get; }

    /// <summary>A finish reason that stands for no complete answer.</summary>
    public abstract string BadReason { get; }

    public abstract string Error { get; }

    public abstract string Malformed { get; }

    /// <summary>How many of the last bytes of <see cref="Finish"/> a reader can do without.</summary>
    public virtual int Spare => 0;

    public abstract string ToolReason { get; }

    public override string ToString() => driver;

    protected static string Json(string text) => JsonValue.Create(text).ToJsonString();
}

internal sealed class CompletionsWire(string driver) : Wire(driver)
{
    public override string Rest => """
        data: {"model":"model-1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5},"x_groq":{"usage":{"prompt_tokens":7,"completion_tokens":5}}}

        data: [DONE]


        """;

    public override string EndWithoutReason => "data: [DONE]\n\n";

    public override string BadReason => "abort";

    public override string ToolReason => "tool_calls";

    public override string Error => """data: {"error":{"message":"engine died","type":"InternalServerError","code":500}}""" + "\n\n";

    public override string Malformed => "data: {\"choices\":[{\"index\":0,\"delta\":\n\n";

    public override string Start(string model = Model) => Chunk(model, """{"role":"assistant","content":""}""", "null");

    public override string Text(string text, string model = Model) => Chunk(model, $$"""{"content":{{Json(text)}}}""", "null");

    public override string Thinking(string text) => Chunk(Model, $$"""{"reasoning_content":{{Json(text)}}}""", "null");

    public override string ToolCall(string name, string arguments)
    {
        var middle = arguments.Length / 2;
        return Call($$$"""{"index":0,"id":"call_1","type":"function","function":{"name":{{{Json(name)}}},"arguments":""}}""")
            + Call($$$"""{"index":0,"function":{"arguments":{{{Json(arguments[..middle])}}} }}""")
            + Call($$$"""{"index":0,"function":{"arguments":{{{Json(arguments[middle..])}}} }}""");
    }

    public override string Finish(string? reason = null) => Chunk(Model, "{}", Json(reason ?? "stop"));

    private static string Call(string call) => Chunk(Model, $$"""{"tool_calls":[{{call}}]}""", "null");

    private static string Chunk(string model, string delta, string finish) =>
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"{{model}}","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";
}

internal sealed class OllamaWire() : Wire("ollama")
{
    public override string Rest => "";

    public override string EndWithoutReason => Line("""{"role":"assistant","content":""}""", ""","done":true""");

    public override string BadReason => "unload";

    public override string ToolReason => "stop";

    public override string Error => """{"error":"an error was encountered while running the model"}""" + "\n";

    public override string Malformed => "{\"model\":\n";

    public override int Spare => 1;

    public override string Start(string model = Model) => "";

    public override string Text(string text, string model = Model) => Line($$"""{"role":"assistant","content":{{Json(text)}}}""", ""","done":false""", model);

    public override string Thinking(string text) => Line($$"""{"role":"assistant","content":"","thinking":{{Json(text)}}}""", ""","done":false""");

    public override string ToolCall(string name, string arguments) => Line(
        $$$"""{"role":"assistant","content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":{{{Json(name)}}},"arguments":{{{arguments}}} }}]}""",
        ""","done":false""");

    public override string Finish(string? reason = null) => Line(
        """{"role":"assistant","content":""}""",
        $""","done":true,"done_reason":{Json(reason ?? "stop")},"prompt_eval_count":7,"eval_count":5""");

    private static string Line(string message, string rest, string model = Model) =>
        $$"""{"model":"{{model}}","created_at":"2026-01-01T00:00:00Z","message":{{message}}{{rest}}}""" + "\n";
}

internal sealed class AnthropicWire() : Wire("anthropic")
{
    public override string Rest => "";

    public override string EndWithoutReason => Event("message_stop", "{\"type\":\"message_stop\"}");

    public override string BadReason => "pause_turn";

    public override string ToolReason => "tool_use";

    public override string Error => Event("error", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");

    public override string Malformed => "event: content_block_delta\ndata: {\"type\":\n\n";

    public override string Start(string model = Model) =>
        Event("message_start", $$$"""{"type":"message_start","message":{"id":"msg_1","model":"{{{model}}}","stop_reason":null,"usage":{"input_tokens":4,"cache_read_input_tokens":2,"cache_creation_input_tokens":1,"output_tokens":1} }}""")
        + Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
        + Event("ping", """{"type":"ping"}""")
        + Event("of_tomorrow", """{"type":"of_tomorrow","index":7}""");

    public override string Text(string text, string model = Model) =>
        (model == Model ? "" : Start(model))
        + Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{{Json(text)}}} }}""");

    public override string Thinking(string text) =>
        Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":{{{Json(text)}}} }}""");

    public override string ToolCall(string name, string arguments)
    {
        var middle = arguments.Length / 2;
        return Event("content_block_start", $$$"""{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_1","name":{{{Json(name)}}},"input":{} }}""")
            + Piece(arguments[..middle]) + Piece(arguments[middle..])
            + Event("content_block_stop", """{"type":"content_block_stop","index":1}""");

        static string Piece(string json) =>
            Event("content_block_delta", $$$"""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":{{{Json(json)}}} }}""");
    }

    public override string Finish(string? reason = null) =>
        Event("message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":{{{Json(reason ?? "end_turn")}}},"stop_sequence":null},"usage":{"output_tokens":5} }""")
        + Event("message_stop", "{\"type\":\"message_stop\"}");

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";
}

internal sealed class GeminiWire(string driver) : Wire(driver)
{
    public override string Rest => "";

    /// <summary>The protocol has no end mark: what comes nearest is usage alone.</summary>
    public override string EndWithoutReason => """data: {"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":5},"modelVersion":"model-1"}""" + "\n\n";

    public override string BadReason => "MALFORMED_FUNCTION_CALL";

    public override string ToolReason => "STOP";

    public override string Error => """data: {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}""" + "\n\n";

    public override string Malformed => "data: {\"candidates\":[\n\n";

    public override string Start(string model = Model) => "";

    public override string Text(string text, string model = Model) => Chunk($$"""{"text":{{Json(text)}}}""", "", model);

    public override string Thinking(string text) => Chunk($$"""{"text":{{Json(text)}},"thought":true}""", "");

    public override string ToolCall(string name, string arguments) => Chunk($$$"""{"functionCall":{"name":{{{Json(name)}}},"args":{{{arguments}}} }}""", "");

    public override string Finish(string? reason = null) => Chunk("""{"text":""}""", $$""","finishReason":{{Json(reason ?? "STOP")}}""");

    private static string Chunk(string part, string finish, string model = Model) =>
        $$$"""data: {"candidates":[{"index":0,"content":{"role":"model","parts":[{{{part}}}]}{{{finish}}}}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3,"thoughtsTokenCount":2},"modelVersion":"{{{model}}}"}""" + "\n\n";
}
