using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.ModelSimulator.Vllm;

// The messages of vLLM's OpenAI-compatible server; field names and order as its pydantic models write them.

internal sealed record ChatRequest
{
    public string? Model { get; init; }

    public IReadOnlyList<ChatRequestMessage?>? Messages { get; init; }

    public bool? Stream { get; init; }

    public StreamOptions? StreamOptions { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public long? Seed { get; init; }

    public double? Temperature { get; init; }

    /// <summary>A string or an array of strings.</summary>
    public JsonElement? Stop { get; init; }

    public JsonElement? Tools { get; init; }

    /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or an object that names one.</summary>
    public JsonElement? ToolChoice { get; init; }
}

/// <summary>One message of the conversation; its content is a string, or an array of parts of which the text is read.</summary>
internal sealed record ChatRequestMessage(string? Role, JsonElement? Content);

internal sealed record StreamOptions(bool? IncludeUsage);

internal sealed record ChatChunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Usage? Usage = null);

internal sealed record ChunkChoice(int Index, Delta Delta, string? Logprobs, string? FinishReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StopReason = null);

internal sealed record Delta(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CallPart>? ToolCalls = null);

/// <summary>A tool call, or in a stream a piece of one: only the first has id, type and name.</summary>
internal sealed record CallPart(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    FunctionPart Function);

internal sealed record FunctionPart([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name, string Arguments);

internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices, Usage Usage);

internal sealed record CompletionChoice(int Index, CompletionMessage Message, string? Logprobs, string? FinishReason, string? StopReason);

internal sealed record CompletionMessage(string Role, string? Content, IReadOnlyList<CallPart> ToolCalls);

internal sealed record Usage(int PromptTokens, int TotalTokens, int CompletionTokens);

internal sealed record ModelList(string Object, IReadOnlyList<ModelCard> Data);

internal sealed record ModelCard(string Id, string Object, long Created, string OwnedBy, string Root, string? Parent, int? MaxModelLen, IReadOnlyList<string> Permission);

internal sealed record ErrorBody(ErrorDetail Error);

internal sealed record ErrorDetail(string Message, string Type, string? Param, int Code);

internal sealed record PlainError(string Error);

internal sealed record TokenizeRequest(string? Model, string? Prompt, IReadOnlyList<ChatRequestMessage?>? Messages);

internal sealed record TokenizeResponse(int Count, int MaxModelLen, IReadOnlyList<int> Tokens);

internal sealed record VersionResponse(string Version);

internal sealed record LoadResponse(int ServerLoad);

internal sealed record SleepState(bool IsSleeping);

internal sealed record PauseState(bool IsPaused);

internal sealed record PauseStatus(string Status);

internal sealed record RpcRequest(string? Method);

internal sealed record RpcResponse(IReadOnlyList<string?> Results);

internal sealed record AdapterRequest(string? LoraName, string? LoraPath);

[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatChunk))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(PlainError))]
[JsonSerializable(typeof(TokenizeRequest))]
[JsonSerializable(typeof(TokenizeResponse))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(LoadResponse))]
[JsonSerializable(typeof(SleepState))]
[JsonSerializable(typeof(PauseState))]
[JsonSerializable(typeof(PauseStatus))]
[JsonSerializable(typeof(RpcRequest))]
[JsonSerializable(typeof(RpcResponse))]
[JsonSerializable(typeof(AdapterRequest))]
internal sealed partial class VllmJson : JsonSerializerContext
{
    /// <summary>Python writes text as it is; the default here would escape every letter outside ASCII.</summary>
    public static VllmJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
