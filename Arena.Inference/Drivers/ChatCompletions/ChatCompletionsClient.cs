using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.ChatCompletions;

/// <summary>OpenAI's chat completions, as many servers serve them.</summary>
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
/// The official SDK hides all of that, which is why this reads the wire.
/// </remarks>
internal sealed class ChatCompletionsClient(UpstreamHttp http, Node node, ChatCompletionsDialect dialect, InferenceMetrics metrics)
    : HttpChatClient(http, node, dialect.Provider, metrics)
{
    protected override string PathFor(string model) => "/v1/chat/completions";

    protected override HttpContent CreateContent(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model) =>
        JsonContent.Create(ChatCompletionRequests.Create(messages, options, model, dialect), DriverJson.Default.ChatCompletionRequest);

    protected override async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        LineReader lines, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new SseReader(lines);
        var calls = new ToolCallAssembler();
        var finished = false;
        var done = false;
        while (!done && await events.ReadDataAsync(cancellationToken) is { } data)
        {
            done = data.Span.SequenceEqual("[DONE]"u8);
            if (!done && TryParse(data.Span, DriverJson.Default.ChatCompletionChunk) is { } chunk)
            {
                ThrowIfError(chunk);
                if (ToUpdate(chunk, calls) is { } update)
                {
                    finished |= update.FinishReason is not null;
                    yield return update;
                }
            }
        }

        if (events.StrayLines > 0)
        {
            CountMalformed(events.StrayLines);
        }

        // Once the answer is complete, what is lost behind it is only the usage.
        if (!finished)
        {
            throw done ? new UpstreamFaultException(FaultCause.NoFinishReason, "The stream is done without a finish reason.")
                : events.StrayLines > 0 ? StreamEnd.Stray(events.StrayLines)
                : StreamEnd.Cut(lines);
        }
    }

    private static void ThrowIfError(ChatCompletionChunk chunk)
    {
        if (chunk.Error is { ValueKind: not JsonValueKind.Null } error)
        {
            throw StreamEnd.Error(UpstreamError.FromError(error));
        }

        if (chunk.Object is "error")
        {
            throw StreamEnd.Error(new UpstreamError(chunk.Message ?? "no message"));
        }
    }

    /// <summary>Null when the chunk says nothing: a role, an empty text, no choice.</summary>
    private static ChatResponseUpdate? ToUpdate(ChatCompletionChunk chunk, ToolCallAssembler calls)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = chunk.Model };
        var moved = false;
        foreach (var choice in chunk.Choices ?? [])
        {
            if (choice is { Index: 0 })
            {
                moved |= Take(choice, update, calls);
            }
        }

        if ((chunk.Usage ?? chunk.XGroq?.Usage) is { } usage)
        {
            update.Contents.Add(new UsageContent(new() { InputTokenCount = usage.PromptTokens, OutputTokenCount = usage.CompletionTokens }));
        }

        return moved || update.Contents.Count > 0 ? update : null;
    }

    /// <summary>Whether the upstream has moved on.</summary>
    private static bool Take(ChunkChoice choice, ChatResponseUpdate update, ToolCallAssembler calls)
    {
        var delta = choice.Delta;
        if ((delta?.ReasoningContent ?? delta?.Reasoning ?? delta?.Content.Thinking) is { Length: > 0 } reasoning)
        {
            update.Contents.Add(new TextReasoningContent(reasoning));
        }

        if (delta?.Content.Text is { Length: > 0 } text)
        {
            update.Contents.Add(new TextContent(text));
        }

        foreach (var call in delta?.ToolCalls ?? [])
        {
            calls.Take(call?.Index, call?.Id, call?.Function?.Name, call?.Function?.Arguments);
        }

        if (choice.FinishReason is { } reason)
        {
            update.FinishReason = FinishReasonOf(reason, calls);
            calls.CompleteInto(update.Contents);
        }

        return update.Contents.Count > 0 || update.FinishReason is not null || delta?.ToolCalls is { Count: > 0 };
    }

    private static ChatFinishReason FinishReasonOf(string reason, ToolCallAssembler calls) => reason switch
    {
        "stop" => calls.Any ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop, // vLLM says stop where the choice of tool was forced
        "length" or "model_length" => ChatFinishReason.Length,
        "tool_calls" when calls.Any => ChatFinishReason.ToolCalls,
        "tool_calls" or "function_call" => throw new UpstreamFaultException(FaultCause.NotTheProtocol, "The answer is a tool call without the call."),
        "content_filter" => ChatFinishReason.ContentFilter,
        _ => throw StreamEnd.FinishReason(reason),
    };
}
