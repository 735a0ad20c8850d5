using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Arena.Inference.Drivers.ChatCompletions;

internal sealed record ChatCompletionRequest(
    string Model,
    IReadOnlyList<CompletionMessage> Messages,
    bool Stream,
    StreamOptions? StreamOptions,
    int? MaxCompletionTokens,
    int? MaxTokens,
    float? Temperature,
    float? TopP,
    float? FrequencyPenalty,
    float? PresencePenalty,
    long? Seed,
    long? RandomSeed,
    IEnumerable<string>? Stop,
    IReadOnlyList<CompletionTool>? Tools,
    JsonElement? ToolChoice,
    bool? ParallelToolCalls,
    ResponseFormat? ResponseFormat)
{
    /// <summary>Fields that the model's owner adds.</summary>
    [JsonExtensionData]
    public JsonObject? Extra { get; set; }
}

internal sealed record StreamOptions(bool IncludeUsage);

/// <summary>A message.</summary>
/// <param name="Content">A text, or an array of parts where there is more than text.</param>
internal sealed record CompletionMessage(string Role, JsonElement? Content, IReadOnlyList<CompletionToolCall>? ToolCalls = null, string? ToolCallId = null);

internal sealed record ContentPart(string Type, string? Text = null, ImageUrl? ImageUrl = null);

internal sealed record ImageUrl(string Url);

internal sealed record CompletionTool(string Type, CompletionFunction Function);

internal sealed record CompletionFunction(string Name, string? Description, JsonElement? Parameters);

internal sealed record ToolChoiceByName(string Type, FunctionName Function);

internal sealed record FunctionName(string Name);

internal sealed record ResponseFormat(string Type, ResponseSchema? JsonSchema = null);

internal sealed record ResponseSchema(string Name, string? Description, JsonElement? Schema);

/// <summary>A whole call in a request, a piece of one in a chunk.</summary>
internal sealed record CompletionToolCall(int? Index, string? Id, string? Type, CompletionToolFunction? Function);

internal sealed record CompletionToolFunction(string? Name, string? Arguments);

internal sealed record ChatCompletionChunk(
    string? Object, string? Model, IReadOnlyList<ChunkChoice?>? Choices, ChunkUsage? Usage, JsonElement? Error, string? Message, GroqPart? XGroq);

internal sealed record ChunkChoice(int Index, ChunkDelta? Delta, string? FinishReason);

/// <summary>Thinking text is <c>reasoning_content</c> in older vLLM and llama-server, <c>reasoning</c> in newer vLLM and Ollama.</summary>
internal sealed record ChunkDelta(
    [property: JsonConverter(typeof(ChunkTextConverter))] ChunkText Content,
    string? ReasoningContent,
    string? Reasoning,
    IReadOnlyList<CompletionToolCall?>? ToolCalls);

internal sealed record ChunkUsage(long? PromptTokens, long? CompletionTokens);

internal sealed record GroqPart(ChunkUsage? Usage);

internal sealed record CompletionModelList(IReadOnlyList<CompletionModel?>? Data);

/// <summary>A model in a list; every server adds its own.</summary>
/// <param name="Root">vLLM: what the id stands for. Several served names of one engine share it.</param>
/// <param name="Parent">vLLM: the model below a LoRA adapter.</param>
/// <param name="Aliases">llama-server: other ids of it.</param>
/// <param name="Meta">llama-server, when the model is loaded.</param>
internal sealed record CompletionModel(
    string? Id, string? OwnedBy, string? DisplayName, string? Root, string? Parent, int? MaxModelLen,
    IReadOnlyList<string?>? Aliases, CompletionModelMeta? Meta, CompletionModelStatus? Status);

internal sealed record CompletionModelMeta(int? NCtx, long? NParams, long? Size, string? Ftype);

internal sealed record CompletionModelStatus(string? Value);
