using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>Google's <c>streamGenerateContent</c>, of the Gemini API and of Vertex AI (https://ai.google.dev/api/generate-content).</summary>
/// <remarks>
/// <code>
/// data: {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"Hel"}]}}],"usageMetadata":{"promptTokenCount":4},"modelVersion":"gemini-…"}
///
/// data: {"candidates":[{"index":0,"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2}}
/// </code>
/// There is no end mark: the last event has the finish reason. Without <c>alt=sse</c> the body would be one JSON array.
/// </remarks>
internal sealed class GeminiChatClient(UpstreamHttp http, Node node, string provider, Func<string, string> pathOf, InferenceMetrics metrics)
    : HttpChatClient(http, node, provider, metrics)
{
    protected override string PathFor(string model) => $"{pathOf(model)}:streamGenerateContent?alt=sse";

    protected override HttpContent CreateContent(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model) =>
        JsonContent.Create(GeminiRequests.Create(messages, options), GeminiJson.Default.GeminiRequest);

    protected override async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        LineReader lines, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new SseReader(lines);
        var finished = false;
        var calledTools = false;
        while (await events.ReadDataAsync(cancellationToken) is { } data)
        {
            if (TryParse(data.Span, GeminiJson.Default.GeminiChunk) is not { } chunk)
            {
                continue;
            }

            if (chunk.Error is { ValueKind: not JsonValueKind.Null } error)
            {
                throw StreamEnd.Error(UpstreamError.FromError(error));
            }

            if (ToUpdate(chunk, ref calledTools) is { } update)
            {
                // The last word counts: what follows a finish reason takes it back, unless it is only the usage.
                finished = update.FinishReason is not null || (finished && update.Contents.All(content => content is UsageContent));
                yield return update;
            }
        }

        if (events.StrayLines > 0)
        {
            CountMalformed(events.StrayLines);
        }

        if (!finished)
        {
            throw events.StrayLines > 0 ? StreamEnd.Stray(events.StrayLines) : StreamEnd.Cut(lines);
        }
    }

    /// <summary>Null when the chunk says nothing.</summary>
    private static ChatResponseUpdate? ToUpdate(GeminiChunk chunk, ref bool calledTools)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = chunk.ModelVersion };
        var candidate = chunk.Candidates?.FirstOrDefault(candidate => candidate is { Index: null or 0 });
        foreach (var content in (candidate?.Content?.Parts ?? []).Select(ContentOf).OfType<AIContent>())
        {
            calledTools |= content is FunctionCallContent;
            update.Contents.Add(content);
        }

        if (chunk.UsageMetadata is { } usage)
        {
            var output = usage.CandidatesTokenCount is { } candidates ? candidates + (usage.ThoughtsTokenCount ?? 0) : usage.ThoughtsTokenCount;
            update.Contents.Add(new UsageContent(new() { InputTokenCount = usage.PromptTokenCount, OutputTokenCount = output }));
        }

        if (candidate?.FinishReason is { } reason)
        {
            update.FinishReason = FinishReasonOf(reason, calledTools);
        }
        else if (candidate is null && !string.IsNullOrEmpty(chunk.PromptFeedback?.BlockReason))
        {
            update.FinishReason = ChatFinishReason.ContentFilter; // the prompt was blocked: there is no candidate at all
        }

        return update.Contents.Count > 0 || update.FinishReason is not null ? update : null;
    }

    private static AIContent? ContentOf(GeminiPart? part) => part switch
    {
        { Thought: true, Text.Length: > 0 } => new TextReasoningContent(part.Text),
        { Text.Length: > 0 } => new TextContent(part.Text),
        { FunctionCall: { Name.Length: > 0 } call } => ToolCalls.Create(call.Id, call.Name, call.Args?.GetRawText() ?? ""),
        _ => null,
    };

    private static ChatFinishReason FinishReasonOf(string reason, bool calledTools) => reason switch
    {
        "STOP" => calledTools ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        "MAX_TOKENS" => ChatFinishReason.Length,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" => ChatFinishReason.ContentFilter,
        _ => throw StreamEnd.FinishReason(reason),
    };
}
