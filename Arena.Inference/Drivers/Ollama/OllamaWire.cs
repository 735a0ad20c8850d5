using System.Text.Json;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>The body of a chat request.</summary>
/// <param name="Truncate">Always false: by default Ollama silently drops the oldest messages of a prompt that is too long.</param>
/// <param name="Shift">Always false: the context must not slide while the answer is written. Another value would also reload the model.</param>
internal sealed record OllamaChatRequest(
    string Model, IReadOnlyList<WireMessage> Messages, bool Stream, bool Truncate, bool Shift, OllamaRequestOptions? Options);

internal sealed record OllamaRequestOptions(int? NumPredict, float? Temperature, long? Seed);

internal sealed record OllamaChatLine(
    string? Model, OllamaMessage? Message, bool Done, string? DoneReason, long? PromptEvalCount, long? EvalCount, JsonElement? Error);

internal sealed record OllamaMessage(string? Content, string? Thinking, IReadOnlyList<JsonElement>? ToolCalls);

internal sealed record OllamaTags(IReadOnlyList<OllamaTag>? Models);

internal sealed record OllamaTag(string? Name, string? DisplayName, OllamaTagDetails? Details);

internal sealed record OllamaTagDetails(string? Format, string? Family);
