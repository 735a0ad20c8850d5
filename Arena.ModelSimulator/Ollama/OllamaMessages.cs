using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Arena.ModelSimulator.Ollama;

// The messages of Ollama's native API (api/types.go). Counters and reasons are "omitempty" there: null here.

/// <summary>The body of <c>/api/chat</c> and of <c>/api/generate</c>.</summary>
internal sealed record GenerationRequest
{
    public string? Model { get; init; }

    public IReadOnlyList<OllamaMessage?>? Messages { get; init; }

    public string? Prompt { get; init; }

    public string? System { get; init; }

    public bool? Stream { get; init; }

    public bool? Truncate { get; init; }

    public bool? Shift { get; init; }

    /// <summary>A boolean or <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
    public JsonElement? Think { get; init; }

    public JsonElement? Tools { get; init; }

    /// <summary>Seconds as a number, or a Go duration.</summary>
    public JsonElement? KeepAlive { get; init; }

    public OllamaRequestOptions? Options { get; init; }
}

internal sealed record OllamaRequestOptions
{
    public int? NumCtx { get; init; }

    public int? NumPredict { get; init; }

    public long? Seed { get; init; }

    public double? Temperature { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }
}

internal sealed record OllamaMessage(string? Role, string? Content, string? Thinking = null, IReadOnlyList<OllamaCall>? ToolCalls = null);

/// <summary>A whole call; its arguments are an object.</summary>
internal sealed record OllamaCall(string? Id, OllamaFunction Function);

internal sealed record OllamaFunction(string Name, JsonElement Arguments);

internal sealed record AnswerLine
{
    public required string Model { get; init; }

    public required string CreatedAt { get; init; }

    /// <summary>The text of <c>/api/chat</c>.</summary>
    public OllamaMessage? Message { get; init; }

    /// <summary>The text of <c>/api/generate</c>.</summary>
    public string? Response { get; init; }

    public string? Thinking { get; init; }

    public bool Done { get; init; }

    public string? DoneReason { get; init; }

    public long? TotalDuration { get; init; }

    public long? LoadDuration { get; init; }

    public int? PromptEvalCount { get; init; }

    public long? PromptEvalDuration { get; init; }

    public int? EvalCount { get; init; }

    public long? EvalDuration { get; init; }
}

internal sealed record OllamaError(string Error);

internal sealed record OllamaVersion(string Version);

internal sealed record TagList(IReadOnlyList<Tag> Models);

internal sealed record Tag
{
    public required string Name { get; init; }

    public required string Model { get; init; }

    public string? ModifiedAt { get; init; }

    public required long Size { get; init; }

    public required string Digest { get; init; }

    public required TagDetails Details { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    public string? ExpiresAt { get; init; }

    public long? SizeVram { get; init; }

    public int? ContextLength { get; init; }
}

internal sealed record TagDetails(string ParentModel, string Format, string Family, IReadOnlyList<string> Families, string ParameterSize, string QuantizationLevel);

internal sealed record NameRequest(string? Model, string? Name, bool? Stream);

internal sealed record ShowResponse(TagDetails Details, IReadOnlyDictionary<string, JsonElement> ModelInfo, IReadOnlyList<string> Capabilities, string Parameters, string Template, string ModifiedAt);

internal sealed record PullLine(string Status, string? Digest = null, long? Total = null, long? Completed = null);

[JsonSerializable(typeof(GenerationRequest))]
[JsonSerializable(typeof(AnswerLine))]
[JsonSerializable(typeof(OllamaError))]
[JsonSerializable(typeof(OllamaVersion))]
[JsonSerializable(typeof(TagList))]
[JsonSerializable(typeof(NameRequest))]
[JsonSerializable(typeof(ShowResponse))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class OllamaJson : JsonSerializerContext
{
    /// <summary>Go writes letters outside ASCII as they are.</summary>
    public static OllamaJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
