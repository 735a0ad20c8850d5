using System.Text.Json;

namespace Arena.Inference.Drivers.Vllm;

internal sealed record ChatCompletionRequest(
    string Model,
    IReadOnlyList<WireMessage> Messages,
    bool Stream,
    StreamOptions StreamOptions,
    int? MaxCompletionTokens,
    float? Temperature,
    long? Seed);

internal sealed record StreamOptions(bool IncludeUsage);

internal sealed record ChatCompletionChunk(
    string? Object, string? Model, IReadOnlyList<ChunkChoice>? Choices, ChunkUsage? Usage, JsonElement? Error, string? Message);

internal sealed record ChunkChoice(int Index, ChunkDelta? Delta, string? FinishReason);

/// <summary>Thinking text is <c>reasoning_content</c> in older vLLM and llama-server, <c>reasoning</c> in newer vLLM.</summary>
internal sealed record ChunkDelta(string? Content, string? ReasoningContent, string? Reasoning);

internal sealed record ChunkUsage(long? PromptTokens, long? CompletionTokens);

internal sealed record VllmModelList(IReadOnlyList<VllmModel>? Data);

internal sealed record VllmModel(string? Id, string? OwnedBy, string? DisplayName);
