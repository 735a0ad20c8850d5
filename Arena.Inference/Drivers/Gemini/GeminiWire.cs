using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Inference.Drivers.Gemini;

internal sealed record GeminiRequest(
    GeminiContent? SystemInstruction, IReadOnlyList<GeminiContent> Contents, GeminiSettings GenerationConfig,
    IReadOnlyList<GeminiTools>? Tools, GeminiToolConfig? ToolConfig);

/// <summary>A message; its role is <c>user</c> or <c>model</c>.</summary>
internal sealed record GeminiContent(string? Role, IReadOnlyList<GeminiPart?>? Parts);

internal sealed record GeminiPart(
    string? Text = null, bool? Thought = null, GeminiData? InlineData = null, GeminiCall? FunctionCall = null, GeminiResult? FunctionResponse = null);

internal sealed record GeminiData(string MimeType, string Data);

internal sealed record GeminiCall(string? Id, string? Name, JsonElement? Args);

internal sealed record GeminiResult(string? Id, string Name, JsonElement Response);

internal sealed record GeminiSettings(
    int? MaxOutputTokens, float? Temperature, float? TopP, float? FrequencyPenalty, float? PresencePenalty, long? Seed,
    IEnumerable<string>? StopSequences, string? ResponseMimeType, JsonElement? ResponseJsonSchema);

internal sealed record GeminiTools(IReadOnlyList<GeminiFunction> FunctionDeclarations);

internal sealed record GeminiFunction(string Name, string? Description, JsonElement ParametersJsonSchema);

internal sealed record GeminiToolConfig(GeminiCallingConfig FunctionCallingConfig);

internal sealed record GeminiCallingConfig(string Mode, IReadOnlyList<string>? AllowedFunctionNames = null);

internal sealed record GeminiChunk(
    IReadOnlyList<GeminiCandidate?>? Candidates, GeminiFeedback? PromptFeedback, GeminiUsage? UsageMetadata, string? ModelVersion, JsonElement? Error);

internal sealed record GeminiCandidate(int? Index, GeminiContent? Content, string? FinishReason);

internal sealed record GeminiFeedback(string? BlockReason);

/// <summary>Tokens so far. Thoughts are billed as output and not counted among the candidates'.</summary>
internal sealed record GeminiUsage(long? PromptTokenCount, long? CandidatesTokenCount, long? ThoughtsTokenCount);

internal sealed record GeminiModelList(IReadOnlyList<GeminiModel?>? Models);

internal sealed record GeminiModel(string? Name, string? DisplayName, int? InputTokenLimit);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GeminiRequest))]
[JsonSerializable(typeof(GeminiChunk))]
[JsonSerializable(typeof(GeminiModelList))]
internal sealed partial class GeminiJson : JsonSerializerContext;
