using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Arena.Inference.Faults;

/// <summary>An error as an upstream words it.</summary>
/// <param name="Message">Never empty.</param>
/// <param name="Type">The family of the error, where the upstream names one.</param>
/// <param name="Code">A number or a name, as text.</param>
internal sealed record UpstreamError(string Message, string? Type = null, string? Code = null)
{
    private const int MaxMessageLength = 500;

    /// <summary>How the upstreams word it: OpenAI and vLLM, llama-server, Anthropic, Gemini, Ollama.</summary>
    private static readonly SearchValues<string> ContextOverflows = SearchValues.Create(
        [
            "context length", "context_length_exceeded", "context size", "exceed_context_size_error", "context window",
            "prompt is too long", "prompt too long", "input token count",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads any of the shapes in use; what is not JSON is the message itself.</summary>
    /// <remarks>
    /// <code>
    /// {"error":{"message":"…","type":"BadRequestError","param":null,"code":400}}    OpenAI, vLLM, llama-server
    /// {"error":"model 'x' not found"}                                               Ollama, vLLM's 401
    /// {"object":"error","message":"…","type":"…","code":40401}                      old vLLM, Mistral
    /// {"detail":"Not Found"}   {"detail":[{"msg":"Field required"}]}                FastAPI
    /// [{"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED"}}]           Gemini
    /// proxy error: Could not establish connection                                   plain text under application/json
    /// </code>
    /// </remarks>
    public static UpstreamError Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return FromDocument(JsonElement.ParseValue(ref reader)) ?? PlainText(body);
        }
        catch (JsonException)
        {
            return PlainText(body);
        }
    }

    /// <summary>Reads the value of an <c>error</c> member: an object or a text.</summary>
    public static UpstreamError FromError(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => Create(error.GetString()),
        JsonValueKind.Object => Create(Text(error, "message"), Text(error, "type") ?? Text(error, "status"), Text(error, "code")),
        _ => Create(error.ToString()),
    };

    /// <summary>Tells what an HTTP status other than 200 means.</summary>
    public FaultCause CauseFor(HttpStatusCode status) => (int)status switch
    {
        429 when Code is "insufficient_quota" => FaultCause.Unauthorized,
        429 or 503 or 498 or 529 => FaultCause.Overloaded, // the last two are Groq's and Anthropic's own
        401 or 402 or 403 => FaultCause.Unauthorized,
        404 => FaultCause.ModelMissing,
        400 or 413 or 422 when IsContextOverflow => FaultCause.ContextOverflow,
        400 when IsModelMissing => FaultCause.ModelMissing,
        408 or 499 or >= 500 => FaultCause.ServerError,
        >= 400 => FaultCause.Rejected,
        _ => FaultCause.NotTheProtocol,
    };

    private bool IsContextOverflow =>
        Message.AsSpan().ContainsAny(ContextOverflows) || (Code ?? Type ?? "").AsSpan().ContainsAny(ContextOverflows);

    /// <summary>llama-server's router answers 400 where others say 404: <c>model 'nope' not found</c>.</summary>
    private bool IsModelMissing =>
        Message.StartsWith("model '", StringComparison.Ordinal) && Message.EndsWith("not found", StringComparison.Ordinal);

    public override string ToString() => (Code ?? Type) is { } code ? $"{Message} ({code})" : Message;

    private static UpstreamError? FromDocument(JsonElement document) => document.ValueKind switch
    {
        JsonValueKind.Array when document.GetArrayLength() > 0 => FromDocument(document[0]),
        JsonValueKind.Object when document.TryGetProperty("error", out var error) => FromError(error),
        JsonValueKind.Object when document.TryGetProperty("detail", out var detail) => FromDetail(detail),
        JsonValueKind.Object when document.TryGetProperty("message", out _) => FromError(document),
        JsonValueKind.String => Create(document.GetString()),
        _ => null,
    };

    private static UpstreamError FromDetail(JsonElement detail) =>
        detail.ValueKind is JsonValueKind.Array && detail.GetArrayLength() > 0 && detail[0].ValueKind is JsonValueKind.Object
            ? Create(Text(detail[0], "msg"))
            : Create(detail.ToString());

    private static UpstreamError PlainText(ReadOnlySpan<byte> body) => Create(Encoding.UTF8.GetString(body));

    private static UpstreamError Create(string? message, string? type = null, string? code = null)
    {
        message = message?.Trim();
        return new(
            string.IsNullOrEmpty(message) ? "no message" : message.Length > MaxMessageLength ? message[..MaxMessageLength] : message,
            string.IsNullOrEmpty(type) ? null : type,
            string.IsNullOrEmpty(code) ? null : code);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
}
