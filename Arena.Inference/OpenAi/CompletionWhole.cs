using System.Text;
using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Inference.OpenAi;

/// <summary>An answer as one object: collected, and sent only when it is complete. The upstream is streamed all the same.</summary>
internal sealed class CompletionWhole(HttpContext http, CompletionHead head) : IAsyncStreamWriter<GenerateEvent>
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<AnsweredToolCall> _calls = [];

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(GenerateEvent message) => WriteAsync(message, http.RequestAborted);

    public async Task WriteAsync(GenerateEvent message, CancellationToken cancellationToken)
    {
        switch (message.EventCase)
        {
            case GenerateEvent.EventOneofCase.Text:
                _text.Append(message.Text);
                break;
            case GenerateEvent.EventOneofCase.Reasoning:
                _reasoning.Append(message.Reasoning);
                break;
            case GenerateEvent.EventOneofCase.ToolCall:
                _calls.Add(new(message.ToolCall.Id, "function", new(message.ToolCall.Name, message.ToolCall.ArgumentsJson)));
                break;
            case GenerateEvent.EventOneofCase.Completed:
                await http.Response.WriteAsJsonAsync(Complete(message.Completed), OpenAiJson.Wire.Completion, cancellationToken: cancellationToken);
                break;
            case GenerateEvent.EventOneofCase.Failed:
                await OpenAiErrors.WriteAsync(http, message.Failed);
                break;
        }
    }

    private Completion Complete(Completed completed)
    {
        AnsweredMessage answered = new(
            "assistant",
            _calls.Count > 0 && _text.Length == 0 ? null : _text.ToString(),
            _reasoning.Length > 0 ? _reasoning.ToString() : null,
            _calls.Count > 0 ? _calls : null);
        return new(
            head.Id, "chat.completion", head.Created, completed.Source.ServedModelId,
            [new(0, answered, CompletionHead.FinishReasonOf(completed.FinishReason))],
            CompletionHead.UsageOf(completed.Usage), head.ArenaPartOf(completed));
    }
}
