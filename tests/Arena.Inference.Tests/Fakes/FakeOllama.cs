using System.Text.Json.Nodes;

namespace Arena.Inference.Tests.Fakes;

/// <summary>Speaks as Ollama does.</summary>
internal sealed class FakeOllama(params string[] models) : FakeNode(models)
{
    public override string Driver => "ollama";

    protected override string HealthPath => "/api/version";

    protected override string ListPath => "/api/tags";

    protected override string ChatPath => "/api/chat";

    protected override string ContentType => "application/x-ndjson";

    public static string Text(string text, string model = "m") => Line(model, $$"""{"role":"assistant","content":{{Json(text)}}}""");

    public static string Thinking(string text, string model = "m") =>
        Line(model, $$"""{"role":"assistant","content":"","thinking":{{Json(text)}}}""");

    public static string ToolCall(string model = "m") =>
        Line(model, """{"role":"assistant","content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":"f","arguments":{}}}]}""");

    /// <summary>The last line.</summary>
    /// <param name="reason">The <c>done_reason</c>.</param>
    /// <param name="usage">Ollama leaves counters out that it does not know.</param>
    /// <param name="model">The name echoed.</param>
    public static string Done(string reason = "stop", string usage = ""","prompt_eval_count":122,"eval_count":33""", string model = "m") =>
        $$"""{"model":"{{model}}","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"{{reason}}","total_duration":885095291{{usage}}}""" + "\n";

    public static string Error(string message) => $$"""{"error":{{Json(message)}}}""" + "\n";

    public void AnswersWith(string text, string model = "m") => Answers(Text(text, model), Done(model: model));

    public override JsonNode List() => new JsonObject
    {
        ["models"] = new JsonArray([.. Models.Select(model => new JsonObject
        {
            ["name"] = model,
            ["model"] = model,
            ["modified_at"] = "2026-01-01T00:00:00Z",
            ["size"] = 2019393189,
            ["details"] = new JsonObject { ["format"] = Simulated ? "simulated" : "gguf", ["family"] = "llama" },
        })]),
    };

    private static string Line(string model, string message) =>
        $$"""{"model":"{{model}}","created_at":"2026-01-01T00:00:00Z","message":{{message}},"done":false}""" + "\n";

    private static string Json(string text) => JsonValue.Create(text).ToJsonString();
}
