using System.Buffers;
using System.Text.Json;
using Arena.Contracts.Inference;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace Arena.Inference.OpenAi;

/// <summary>
/// An answer as server-sent events. Nothing is sent before it is known who answers, so that a failure until then has a status; after
/// that it is told in the stream, in a form that no official client takes for an end: an error, and a finish reason that is none.
/// </summary>
/// <remarks>
/// <code>
/// data: {"id":"chatcmpl-1","object":"chat.completion.chunk",…,"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}
/// data: {…,"choices":[{"index":0,"delta":{},"finish_reason":"error"}],"error":{"message":"The model broke off…","type":"server_error",…}}
/// </code>
/// </remarks>
internal sealed class CompletionStream(HttpContext http, CompletionHead head, bool includeUsage) : IAsyncStreamWriter<GenerateEvent>
{
    /// <summary>The writer's encoder counts, not the serializer's; what the serializer writes needs no validation.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = OpenAiJson.Wire.Options.Encoder, SkipValidation = true };

    private string _model = head.Model;
    private bool _open;
    private int _toolCalls;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(GenerateEvent message) => WriteAsync(message, http.RequestAborted);

    public Task WriteAsync(GenerateEvent message, CancellationToken cancellationToken) => message.EventCase switch
    {
        GenerateEvent.EventOneofCase.Started => OpenAsync(message.Started.ServedModelId, cancellationToken),
        GenerateEvent.EventOneofCase.Text => SendDeltaAsync(new(Content: message.Text), cancellationToken),
        GenerateEvent.EventOneofCase.Reasoning => SendDeltaAsync(new(ReasoningContent: message.Reasoning), cancellationToken),
        GenerateEvent.EventOneofCase.ToolCall => SendDeltaAsync(new(ToolCalls: [ToWire(message.ToolCall)]), cancellationToken),
        GenerateEvent.EventOneofCase.Completed => CompleteAsync(message.Completed, cancellationToken),
        GenerateEvent.EventOneofCase.Failed => FailAsync(message.Failed, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task OpenAsync(string model, CancellationToken cancellationToken)
    {
        if (!_open)
        {
            (_model, _open) = (model, true);
            http.Response.ContentType = "text/event-stream; charset=utf-8";
            http.Response.Headers[HeaderNames.CacheControl] = "no-cache";
            await SendDeltaAsync(new(Role: "assistant", Content: ""), cancellationToken);
        }
    }

    private async Task CompleteAsync(Completed completed, CancellationToken cancellationToken)
    {
        await OpenAsync(completed.Source.ServedModelId, cancellationToken); // an answer may be empty
        var finish = Chunk([new(0, new(), CompletionHead.FinishReasonOf(completed.FinishReason))]);
        await SendAsync(finish with { Arena = head.ArenaPartOf(completed) }, cancellationToken);
        if (includeUsage)
        {
            await SendAsync(Chunk([]) with { Usage = CompletionHead.UsageOf(completed.Usage) }, cancellationToken);
        }

        await http.Response.WriteAsync("data: [DONE]\n\n", cancellationToken);
    }

    private Task FailAsync(Failed failed, CancellationToken cancellationToken) => _open
        ? SendAsync(Chunk([new(0, new(), "error")]) with { Error = OpenAiErrors.Of(failed) }, cancellationToken)
        : OpenAiErrors.WriteAsync(http, failed);

    private AnsweredToolCall ToWire(ToolCall call) => new(call.Id, "function", new(call.Name, call.ArgumentsJson), _toolCalls++);

    private CompletionChunk Chunk(IReadOnlyList<ChunkChoice> choices) => new(head.Id, "chat.completion.chunk", head.Created, _model, choices);

    private Task SendDeltaAsync(ChunkDelta delta, CancellationToken cancellationToken) => SendAsync(Chunk([new(0, delta, FinishReason: null)]), cancellationToken);

    private async Task SendAsync(CompletionChunk chunk, CancellationToken cancellationToken)
    {
        var body = http.Response.BodyWriter;
        body.Write("data: "u8);
        await using (var writer = new Utf8JsonWriter(body, Writing))
        {
            JsonSerializer.Serialize(writer, chunk, OpenAiJson.Wire.CompletionChunk);
        }

        body.Write("\n\n"u8);
        await body.FlushAsync(cancellationToken);
    }
}
