using System.Text.Json;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>The body of a chat request.</summary>
/// <param name="Truncate">Always false: by default Ollama silently drops the oldest messages of a prompt that is too long.</param>
/// <param name="Shift">Always false: the context must not slide while the answer is written. Another value would also reload the model.</param>
/// <param name="KeepAlive">A Go duration.</param>
/// <param name="Format"><c>"json"</c> or a schema.</param>
internal sealed record OllamaChatRequest(
    string Model, IReadOnlyList<OllamaChatMessage> Messages, bool Stream, bool Truncate, bool Shift, OllamaRequestOptions? Options,
    string? KeepAlive, IReadOnlyList<ChatCompletions.CompletionTool>? Tools, JsonElement? Format);

internal sealed record OllamaChatMessage(
    string Role, string Content, IReadOnlyList<string>? Images = null, IReadOnlyList<OllamaToolCall>? ToolCalls = null,
    string? ToolName = null, string? ToolCallId = null);

internal sealed record OllamaToolCall(string? Id, OllamaFunction? Function);

/// <summary>A call of a function; its arguments are an object here.</summary>
internal sealed record OllamaFunction(string? Name, JsonElement? Arguments);

internal sealed record OllamaRequestOptions(
    int? NumCtx, int? NumPredict, float? Temperature, float? TopP, float? FrequencyPenalty, float? PresencePenalty, long? Seed, IEnumerable<string>? Stop);

internal sealed record OllamaChatLine(
    string? Model, OllamaMessage? Message, bool Done, string? DoneReason, long? PromptEvalCount, long? EvalCount, JsonElement? Error);

internal sealed record OllamaMessage(string? Content, string? Thinking, IReadOnlyList<OllamaToolCall?>? ToolCalls);

/// <summary>What is installed (<c>/api/tags</c>), or loaded (<c>/api/ps</c>).</summary>
internal sealed record OllamaTags(IReadOnlyList<OllamaTag?>? Models);

internal sealed record OllamaTag(
    string? Name, string? DisplayName, string? Digest, OllamaTagDetails? Details, IReadOnlyList<string?>? Capabilities, long? SizeVram, int? ContextLength);

internal sealed record OllamaTagDetails(string? Format, string? Family);

internal sealed record OllamaShowRequest(string Model);

/// <summary>What <c>/api/show</c> says of a model.</summary>
/// <param name="ModelInfo"><c>{"general.architecture":"llama","llama.context_length":131072}</c></param>
internal sealed record OllamaDescription(IReadOnlyList<string?>? Capabilities, IReadOnlyDictionary<string, JsonElement>? ModelInfo);

internal sealed record OllamaPullRequest(string Model, bool Stream);

internal sealed record OllamaPullLine(string? Status, string? Digest, long? Total, long? Completed, JsonElement? Error);
