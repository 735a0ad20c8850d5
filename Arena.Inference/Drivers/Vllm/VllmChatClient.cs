using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Vllm;

/// <summary>Chat completions as vLLM serves them.</summary>
/// <remarks>
/// <code>
/// data: {"id":"chatcmpl-1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}
///
/// data: {"id":"chatcmpl-1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
///
/// data: {"id":"chatcmpl-1","object":"chat.completion.chunk","model":"m","choices":[],"usage":{"prompt_tokens":18,"completion_tokens":3}}
///
/// data: [DONE]
/// </code>
/// After an error vLLM sends <c>[DONE]</c> all the same, and a slept or dying engine ends with the finish reason <c>abort</c>.
/// </remarks>
internal sealed class VllmChatClient(UpstreamHttp http, Node node, InferenceMetrics metrics)
    : HttpChatClient(http, node, GenAi.Providers.Vllm)
{
    protected override string Path => "/v1/chat/completions";

    protected override HttpContent CreateContent(IEnumerable<ChatMessage> messages, ChatOptions options, string model) =>
        JsonContent.Create(
            new ChatCompletionRequest(
                model, WireMessage.From(messages), Stream: true, new StreamOptions(IncludeUsage: true),
                options.MaxOutputTokens, options.Temperature, options.Seed),
            DriverJson.Default.ChatCompletionRequest);

    protected override async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        LineReader lines, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new SseReader(lines);
        var finished = false;
        var done = false;
        while (!done && await events.ReadDataAsync(cancellationToken) is { } data)
        {
            done = data.Span.SequenceEqual("[DONE]"u8);
            if (!done && TryParse(data.Span) is { } chunk)
            {
                Check(chunk, model);
                if (ToUpdate(chunk) is { } update)
                {
                    finished |= update.FinishReason is not null;
                    yield return update;
                }
            }
        }

        if (events.StrayLines > 0)
        {
            metrics.Malformed(Node, events.StrayLines);
        }

        // Once the answer is complete, what is lost behind it is only the usage.
        if (!finished)
        {
            throw done ? new UpstreamFaultException(FaultCause.NoFinishReason, "The stream is done without a finish reason.")
                : events.StrayLines > 0 ? StreamEnd.Stray(events.StrayLines)
                : StreamEnd.Cut(lines);
        }
    }

    private ChatCompletionChunk? TryParse(ReadOnlySpan<byte> data)
    {
        try
        {
            if (JsonSerializer.Deserialize(data, DriverJson.Default.ChatCompletionChunk) is { } chunk)
            {
                return chunk;
            }
        }
        catch (JsonException)
        {
            // One bad event does not spoil an answer; counted below.
        }

        metrics.Malformed(Node, 1);
        return null;
    }

    private static void Check(ChatCompletionChunk chunk, string model)
    {
        if (chunk.Error is { ValueKind: not JsonValueKind.Null } error)
        {
            throw StreamEnd.Error(UpstreamError.FromError(error));
        }

        if (chunk.Object is "error")
        {
            throw StreamEnd.Error(new UpstreamError(chunk.Message ?? "no message"));
        }

        if (!string.IsNullOrEmpty(chunk.Model) && !string.Equals(chunk.Model, model, StringComparison.Ordinal))
        {
            throw StreamEnd.WrongModel(model, chunk.Model);
        }
    }

    /// <summary>Null when the chunk says nothing: a role, an empty text, no choice.</summary>
    private static ChatResponseUpdate? ToUpdate(ChatCompletionChunk chunk)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = chunk.Model };
        foreach (var choice in chunk.Choices?.Where(choice => choice.Index == 0) ?? [])
        {
            if ((choice.Delta?.ReasoningContent ?? choice.Delta?.Reasoning) is { Length: > 0 } reasoning)
            {
                update.Contents.Add(new TextReasoningContent(reasoning));
            }

            if (choice.Delta?.Content is { Length: > 0 } text)
            {
                update.Contents.Add(new TextContent(text));
            }

            if (choice.FinishReason is { } reason)
            {
                update.FinishReason = FinishReasonOf(reason);
            }
        }

        if (chunk.Usage is { } usage)
        {
            update.Contents.Add(new UsageContent(new() { InputTokenCount = usage.PromptTokens, OutputTokenCount = usage.CompletionTokens }));
        }

        return update.Contents.Count > 0 || update.FinishReason is not null ? update : null;
    }

    private static ChatFinishReason FinishReasonOf(string reason) => reason switch
    {
        "stop" => ChatFinishReason.Stop,
        "length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ => throw StreamEnd.FinishReason(reason),
    };
}
