using System.Text.Json.Nodes;

namespace Arena.Inference.Tests.Fakes;

/// <summary>Speaks as vLLM does.</summary>
internal sealed class FakeVllm(params string[] models) : FakeNode(models)
{
    public const string Done = "data: [DONE]\n\n";

    public override string Driver => "vllm";

    /// <summary>What all of the names stand for; null: each for itself.</summary>
    public string? Root { get; init; }

    protected override string HealthPath => "/health";

    protected override string ListPath => "/v1/models";

    protected override string ChatPath => "/v1/chat/completions";

    protected override string ContentType => "text/event-stream; charset=utf-8";

    public static string Role(string model) => Chunk(model, """{"role":"assistant","content":""}""", "null");

    public static string Text(string text, string model = "m") => Chunk(model, $$"""{"content":{{Json(text)}}}""", "null");

    public static string Reasoning(string text, string field = "reasoning_content", string model = "m") =>
        Chunk(model, $$"""{"{{field}}":{{Json(text)}}}""", "null");

    public static string Finish(string reason, string model = "m") => Chunk(model, "{}", Json(reason));

    public static string TextAndFinish(string text, string model = "m") => Chunk(model, $$"""{"content":{{Json(text)}}}""", Json("stop"));

    public static string Usage(int input, int output, string model = "m") =>
        Event($$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"{{{model}}}","choices":[],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""");

    public static string Event(string data) => $"data: {data}\n\n";

    public void AnswersWith(string text, string model = "m") =>
        Answers(Role(model), Text(text, model), Finish("stop", model), Usage(18, 3, model), Done);

    public override JsonNode List() => new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. Models.Select(model => new JsonObject
        {
            ["id"] = model,
            ["object"] = "model",
            ["created"] = 1,
            ["owned_by"] = Simulated ? "arena-simulator" : "vllm",
            ["root"] = Root ?? model,
            ["parent"] = null,
            ["max_model_len"] = 8192,
        })]),
    };

    private static string Chunk(string model, string delta, string finish) =>
        Event($$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"{{model}}","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""");

    private static string Json(string text) => JsonValue.Create(text).ToJsonString();
}
