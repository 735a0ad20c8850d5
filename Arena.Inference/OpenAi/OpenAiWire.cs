using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Inference.OpenAi;

// The messages of OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat). What is not read is ignored.

internal sealed record CompletionRequest
{
    public string? Model { get; init; }

    public IReadOnlyList<RequestMessage?>? Messages { get; init; }

    public bool? Stream { get; init; }

    public RequestStreamOptions? StreamOptions { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    public long? Seed { get; init; }

    /// <summary>A text or an array of texts.</summary>
    public JsonElement? Stop { get; init; }

    public int? N { get; init; }

    public bool? Logprobs { get; init; }

    public IReadOnlyList<RequestTool?>? Tools { get; init; }

    /// <summary><c>"auto"</c>, <c>"none"</c>, <c>"required"</c>, or an object that names a function.</summary>
    public JsonElement? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public RequestFormat? ResponseFormat { get; init; }
}

internal sealed record RequestStreamOptions(bool? IncludeUsage);

/// <summary>A message.</summary>
/// <param name="Content">A text, or an array of parts.</param>
internal sealed record RequestMessage(string? Role, JsonElement? Content, IReadOnlyList<AnsweredToolCall?>? ToolCalls, string? ToolCallId);

internal sealed record RequestTool(string? Type, RequestFunction? Function);

internal sealed record RequestFunction(string? Name, string? Description, JsonElement? Parameters);

internal sealed record RequestFormat(string? Type, RequestSchema? JsonSchema);

internal sealed record RequestSchema(string? Name, string? Description, JsonElement? Schema);

internal sealed record Completion(
    string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices, CompletionUsage Usage, ArenaPart Arena);

internal sealed record CompletionChoice(int Index, AnsweredMessage Message, string FinishReason);

internal sealed record AnsweredMessage(
    string Role, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Content, string? ReasoningContent, IReadOnlyList<AnsweredToolCall>? ToolCalls);

/// <summary>A whole call; in a chunk with its index.</summary>
internal sealed record AnsweredToolCall(string? Id, string? Type, AnsweredFunction? Function, int? Index = null);

internal sealed record AnsweredFunction(string? Name, string? Arguments);

internal sealed record CompletionChunk(
    string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices, CompletionUsage? Usage = null, ArenaPart? Arena = null,
    ErrorPart? Error = null);

internal sealed record ChunkChoice(
    int Index, ChunkDelta Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

internal sealed record ChunkDelta(
    string? Role = null, string? Content = null, string? ReasoningContent = null, IReadOnlyList<AnsweredToolCall>? ToolCalls = null);

internal sealed record CompletionUsage(int PromptTokens, int CompletionTokens, int TotalTokens);

/// <summary>What OpenAI's shape has no place for.</summary>
/// <param name="RequestedModel">The model asked for; <c>model</c> is the one that answered.</param>
/// <param name="Substituted">The two differ.</param>
/// <param name="Cached">Given before: no model was asked.</param>
/// <param name="FellBack">Not the model's first deployment answered.</param>
/// <param name="UsageEstimated">Nobody counted the tokens.</param>
/// <param name="CostUsd">Absent without a price.</param>
internal sealed record ArenaPart(string RequestedModel, bool Substituted, bool Cached, bool FellBack, bool UsageEstimated, double? CostUsd);

internal sealed record ErrorBody(ErrorPart Error);

internal sealed record ErrorPart(
    string Message, string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);

internal sealed record OpenAiModelList(string Object, IReadOnlyList<OpenAiModel> Data);

internal sealed record OpenAiModel(string Id, string Object, long Created, string OwnedBy, string DisplayName, bool Available, int? ContextLength);

internal sealed record OpenAiHealth(string Status);

[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(CompletionChunk))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(OpenAiModelList))]
[JsonSerializable(typeof(OpenAiModel))]
[JsonSerializable(typeof(OpenAiHealth))]
internal sealed partial class OpenAiJson : JsonSerializerContext
{
    /// <summary>Text as it is: the default would escape every letter outside ASCII.</summary>
    public static OpenAiJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
