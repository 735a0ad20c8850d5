using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Anthropic;

/// <summary>Anthropic's messages (https://docs.anthropic.com/en/api/messages-streaming).</summary>
/// <remarks>
/// <code>
/// data: {"type":"message_start","message":{"model":"claude-…","usage":{"input_tokens":25,"output_tokens":1}}}
/// data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
/// data: {"type":"ping"}
/// data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}
/// data: {"type":"content_block_stop","index":0}
/// data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}
/// data: {"type":"message_stop"}
/// data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}      instead of the rest, under 200
/// </code>
/// An answer is complete with its reason and <c>message_stop</c>, not with one of them.
/// </remarks>
internal sealed class AnthropicChatClient(UpstreamHttp http, Node node, InferenceMetrics metrics)
    : HttpChatClient(http, node, GenAi.Providers.Anthropic, metrics)
{
    protected override string PathFor(string model) => "/v1/messages";

    protected override HttpContent CreateContent(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model) =>
        JsonContent.Create(AnthropicRequests.Create(messages, options, model), DriverJson.Default.AnthropicRequest);

    protected override async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        LineReader lines, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new SseReader(lines);
        var answer = new Answer();
        while (await events.ReadDataAsync(cancellationToken) is { } data)
        {
            if (TryParse(data.Span, DriverJson.Default.AnthropicEvent) is not { } happened)
            {
                continue;
            }

            if (happened.Type is "error" || happened.Error is { ValueKind: not JsonValueKind.Null })
            {
                throw StreamEnd.Error(happened.Error is { } error ? UpstreamError.FromError(error) : new UpstreamError("no message"));
            }

            if (answer.Take(happened) is { } update)
            {
                yield return update;
            }

            if (happened.Type is "message_stop")
            {
                yield break;
            }
        }

        if (events.StrayLines > 0)
        {
            CountMalformed(events.StrayLines);
        }

        throw events.StrayLines > 0 ? StreamEnd.Stray(events.StrayLines) : StreamEnd.Cut(lines);
    }

    /// <summary>What the events have told so far.</summary>
    private sealed class Answer
    {
        private readonly ToolCallAssembler _calls = new();
        private string? _model;
        private string? _reason;
        private long? _input;
        private long? _output;

        /// <summary>Null when the event says nothing.</summary>
        public ChatResponseUpdate? Take(AnthropicEvent happened)
        {
            switch (happened.Type)
            {
                case "message_start":
                    _model = happened.Message?.Model;
                    Count(happened.Message?.Usage);
                    return null;
                case "content_block_start" when happened.ContentBlock is { Type: "tool_use" } call:
                    _calls.Take(happened.Index, call.Id, call.Name, arguments: null);
                    return Update();
                case "content_block_delta":
                    return TakeDelta(happened.Index, happened.Delta);
                case "message_delta":
                    _reason = happened.Delta?.StopReason ?? _reason;
                    Count(happened.Usage);
                    return null;
                case "message_stop":
                    return Complete();
                default:
                    return null;
            }
        }

        private ChatResponseUpdate? TakeDelta(int? index, AnthropicDelta? delta)
        {
            switch (delta)
            {
                case { Type: "text_delta", Text.Length: > 0 }:
                    return Update(new TextContent(delta.Text));
                case { Type: "thinking_delta", Thinking.Length: > 0 }:
                    return Update(new TextReasoningContent(delta.Thinking));
                case { Type: "input_json_delta" }:
                    _calls.Take(index, id: null, name: null, delta.PartialJson);
                    return Update();
                default:
                    return null;
            }
        }

        private ChatResponseUpdate Complete()
        {
            var update = Update();
            update.FinishReason = FinishReasonOf(_reason);
            _calls.CompleteInto(update.Contents);
            if (_input is not null || _output is not null)
            {
                update.Contents.Add(new UsageContent(new() { InputTokenCount = _input, OutputTokenCount = _output }));
            }

            return update;
        }

        private void Count(AnthropicUsage? usage)
        {
            _input = usage?.InputTokens is { } input ? input + (usage.CacheReadInputTokens ?? 0) + (usage.CacheCreationInputTokens ?? 0) : _input;
            _output = usage?.OutputTokens ?? _output;
        }

        private ChatResponseUpdate Update(params AIContent[] contents) =>
            new(ChatRole.Assistant, [.. contents]) { ModelId = _model };

        private static ChatFinishReason FinishReasonOf(string? reason) => reason switch
        {
            "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "tool_use" => ChatFinishReason.ToolCalls,
            "refusal" => ChatFinishReason.ContentFilter,
            null => throw new UpstreamFaultException(FaultCause.NoFinishReason, "The message stops without a reason."),
            _ => throw StreamEnd.FinishReason(reason),
        };
    }
}
