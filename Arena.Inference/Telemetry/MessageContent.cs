using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Telemetry;

/// <summary>
/// What was asked and answered, as the GenAI convention writes it on a span:
/// <c>[{"role":"user","parts":[{"type":"text","content":"…"}]}]</c>. Only where <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c> is
/// <c>true</c>, which the AppHost sets in development.
/// </summary>
internal sealed class MessageContent(IReadOnlyList<ChatMessage> messages)
{
    public const string CaptureVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    private static readonly bool IsCaptured = string.Equals(Environment.GetEnvironmentVariable(CaptureVariable), "true", StringComparison.OrdinalIgnoreCase);

    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _text = new();

    public static MessageContent? IfCaptured(IReadOnlyList<ChatMessage> messages) => IsCaptured ? new(messages) : null;

    /// <summary>What an earlier attempt said is not part of the answer.</summary>
    public void BeginAnswer()
    {
        _reasoning.Clear();
        _text.Clear();
    }

    public void Add(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent reasoning:
                _reasoning.Append(reasoning.Text);
                break;
            case TextContent text:
                _text.Append(text.Text);
                break;
        }
    }

    /// <summary>Puts it on the span.</summary>
    public void Describe(Activity? span, string finishReason)
    {
        var system = messages.Where(message => message.Role == ChatRole.System).ToList();
        if (system.Count > 0)
        {
            span?.SetTag(GenAi.SystemInstructions, Json([.. system.Select(message => Part("text", message.Text))]));
        }

        span?.SetTag(GenAi.InputMessages, Json([.. messages.Where(message => message.Role != ChatRole.System).Select(message => Message(message.Role.Value, Part("text", message.Text)))]));
        var answer = Message("assistant", [.. Parts()]);
        answer["finish_reason"] = finishReason;
        span?.SetTag(GenAi.OutputMessages, Json([answer]));
    }

    private IEnumerable<JsonObject> Parts()
    {
        if (_reasoning.Length > 0)
        {
            yield return Part("reasoning", _reasoning.ToString());
        }

        if (_text.Length > 0)
        {
            yield return Part("text", _text.ToString());
        }
    }

    private static JsonObject Message(string role, params JsonNode?[] parts) => new() { ["role"] = role, ["parts"] = new JsonArray(parts) };

    private static JsonObject Part(string type, string content) => new() { ["type"] = type, ["content"] = content };

    private static string Json(JsonNode?[] nodes) => new JsonArray(nodes).ToJsonString(JsonSerializerOptions.Web);
}
