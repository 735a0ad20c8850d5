using System.Runtime.CompilerServices;
using System.Text.Json;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Ollama;

/// <summary>Ollama's own chat call; its OpenAI-compatible one loses the errors of a stream.</summary>
/// <remarks>
/// <code>
/// {"model":"llama3.2","created_at":"…","message":{"role":"assistant","content":"Hel"},"done":false}
/// {"model":"llama3.2","created_at":"…","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":122,"eval_count":33}
/// {"error":"an error was encountered while running the model"}
/// </code>
/// A dead runner ends the body in good order, without the line that has <c>"done":true</c>.
/// </remarks>
internal sealed class OllamaChatClient(UpstreamHttp http, Node node, TimeSpan? keepAlive, InferenceMetrics metrics)
    : HttpChatClient(http, node, GenAi.Providers.Ollama, metrics)
{
    protected override string PathFor(string model) => "/api/chat";

    protected override HttpContent CreateContent(IReadOnlyList<ChatMessage> messages, ChatOptions options, string model) =>
        JsonContent.Create(OllamaRequests.Create(messages, options, model, keepAlive), DriverJson.Default.OllamaChatRequest);

    protected override async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        LineReader lines, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calledTools = false;
        while (await lines.ReadLineAsync(cancellationToken) is { } bytes)
        {
            if (bytes.IsEmpty || TryParse(bytes.Span, DriverJson.Default.OllamaChatLine) is not { } line)
            {
                continue;
            }

            if (line.Error is { ValueKind: not JsonValueKind.Null } error)
            {
                throw StreamEnd.Error(UpstreamError.FromError(error));
            }

            calledTools |= line.Message?.ToolCalls is { Count: > 0 };
            if (ToUpdate(line, calledTools) is { } update)
            {
                yield return update;
            }

            if (line.Done)
            {
                yield break;
            }
        }

        throw StreamEnd.Cut(lines);
    }

    /// <summary>Null when the line says nothing.</summary>
    private static ChatResponseUpdate? ToUpdate(OllamaChatLine line, bool calledTools)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = line.Model };
        if (line.Message?.Thinking is { Length: > 0 } thinking)
        {
            update.Contents.Add(new TextReasoningContent(thinking));
        }

        if (line.Message?.Content is { Length: > 0 } text)
        {
            update.Contents.Add(new TextContent(text));
        }

        foreach (var call in line.Message?.ToolCalls ?? [])
        {
            if (call?.Function?.Name is { Length: > 0 } name)
            {
                update.Contents.Add(ToolCalls.Create(call.Id, name, call.Function.Arguments?.GetRawText() ?? ""));
            }
        }

        if (line.PromptEvalCount is not null || line.EvalCount is not null)
        {
            // A counter that is missing is unknown, not zero.
            update.Contents.Add(new UsageContent(new() { InputTokenCount = line.PromptEvalCount, OutputTokenCount = line.EvalCount }));
        }

        update.FinishReason = line.Done ? FinishReasonOf(line.DoneReason, calledTools) : null;
        return update.Contents.Count > 0 || line.Done ? update : null;
    }

    private static ChatFinishReason FinishReasonOf(string? reason, bool calledTools) => reason switch
    {
        "stop" => calledTools ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        "length" => ChatFinishReason.Length,
        _ => throw StreamEnd.FinishReason(reason),
    };
}
