using System.Text;
using System.Threading.Channels;
using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Web.Battles.Runs;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Runs;

/// <summary>Has one model of a comparison answer: the same question, settings and limits for each of them.</summary>
internal sealed class ComparedAnswerReader(Inference.InferenceClient inference, IOptions<CompareOptions> options, TimeProvider time)
{
    /// <summary>Writes the text and then the one end of it. Only cancellation by the caller throws.</summary>
    public async Task ReadAsync(
        Comparison comparison, int position, string question, ChannelWriter<ComparedProgress> output, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        ComparedProgress end;
        try
        {
            using var call = inference.Generate(RequestFor(comparison, position, question), cancellationToken: either.Token);
            end = await RelayAsync(call.ResponseStream, position, output, either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: an answer without an end would be waited for by all others.
            end = timeout.IsCancellationRequested
                ? Failed(position, "timeout", $"It was not complete within {options.Value.AnswerTimeout}.")
                : Failed(position, "unreachable", exception.Message);
        }

        await output.WriteAsync(end, cancellationToken);
    }

    /// <summary>Returns the end of the answer.</summary>
    private async Task<ComparedProgress> RelayAsync(
        IAsyncStreamReader<GenerateEvent> events, int position, ChannelWriter<ComparedProgress> output, CancellationToken cancellationToken)
    {
        var visible = new VisibleText();
        var answer = new StringBuilder();
        while (await events.MoveNext(cancellationToken))
        {
            var said = events.Current;
            switch (said.EventCase)
            {
                case GenerateEvent.EventOneofCase.Text:
                    await ShowAsync(visible.Append(said.Text));
                    break;
                case GenerateEvent.EventOneofCase.Preparing:
                    await output.WriteAsync(new(position, Preparing: said.Preparing), cancellationToken);
                    break;
                case GenerateEvent.EventOneofCase.Completed when said.Completed.FinishReason is not (FinishReason.Stop or FinishReason.Length):
                    return Failed(position, "refused", $"The finish reason is {said.Completed.FinishReason}.");
                case GenerateEvent.EventOneofCase.Completed:
                    await ShowAsync(visible.Complete());
                    return string.IsNullOrWhiteSpace(answer.ToString())
                        ? Failed(position, "blank", "The answer is blank.")
                        : new(position, Whole: new(answer.ToString(), said.Completed));
                case GenerateEvent.EventOneofCase.Failed:
                    return Failed(position, said.Failed.Cause is { Length: > 0 } cause ? cause : said.Failed.Kind.ToString(), said.Failed.Detail);
            }

            if (answer.Length > options.Value.MaxAnswerCharacters)
            {
                return Failed(position, "too_long", $"The answer is longer than {options.Value.MaxAnswerCharacters} characters.");
            }
        }

        return Failed(position, "cut_stream", "The stream ended without a terminal event.");

        async ValueTask ShowAsync(string text)
        {
            if (text.Length > 0)
            {
                answer.Append(text);
                await output.WriteAsync(new(position, Text: text), cancellationToken);
            }
        }
    }

    private static ComparedProgress Failed(int position, string cause, string detail) => new(position, Failure: new(cause, detail));

    private GenerateRequest RequestFor(Comparison comparison, int position, string question) => new()
    {
        ModelId = comparison.Models[position - 1],
        Messages = { new ChatMessage { Role = Role.User, Content = question } },
        Settings = new GenerationSettings { MaxTokens = options.Value.MaxTokens, Temperature = options.Value.Temperature },
        Cache = CacheUse.Never,
        Group = new RequestGroup { Id = comparison.ComparisonId, ModelIds = { comparison.Models } },
    };
}
