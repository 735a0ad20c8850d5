using System.Text.Json;

namespace Arena.Inference.Drivers.Anthropic;

/// <summary>The body of a request.</summary>
/// <param name="MaxTokens">Required by the protocol.</param>
/// <param name="Temperature">0 … 1.</param>
internal sealed record AnthropicRequest(
    string Model, int MaxTokens, string? System, IReadOnlyList<AnthropicMessage> Messages, bool Stream, float? Temperature, float? TopP,
    IEnumerable<string>? StopSequences, IReadOnlyList<AnthropicTool>? Tools, AnthropicToolChoice? ToolChoice);

internal sealed record AnthropicMessage(string Role, IReadOnlyList<AnthropicBlock> Content);

/// <summary>A piece of a message: <c>text</c>, <c>image</c>, <c>tool_use</c> or <c>tool_result</c>.</summary>
internal sealed record AnthropicBlock(
    string? Type, string? Text = null, AnthropicImage? Source = null, string? Id = null, string? Name = null, JsonElement? Input = null,
    string? ToolUseId = null, string? Content = null);

internal sealed record AnthropicImage(string Type, string? MediaType = null, string? Data = null, string? Url = null);

internal sealed record AnthropicTool(string Name, string? Description, JsonElement InputSchema);

internal sealed record AnthropicToolChoice(string Type, string? Name = null, bool? DisableParallelToolUse = null);

/// <summary>Any event of a stream; unknown types are ignored.</summary>
internal sealed record AnthropicEvent(
    string? Type, int? Index, AnthropicStart? Message, AnthropicBlock? ContentBlock, AnthropicDelta? Delta, AnthropicUsage? Usage, JsonElement? Error);

internal sealed record AnthropicStart(string? Model, AnthropicUsage? Usage);

internal sealed record AnthropicDelta(string? Type, string? Text, string? Thinking, string? PartialJson, string? StopReason);

/// <summary>Tokens. The input ones exclude what was read from, or written to, the provider's cache; the output ones are cumulative.</summary>
internal sealed record AnthropicUsage(long? InputTokens, long? CacheReadInputTokens, long? CacheCreationInputTokens, long? OutputTokens);
