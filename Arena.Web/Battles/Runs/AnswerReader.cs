using System.Text;
using System.Threading.Channels;
using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Runs;

/// <summary>Has one model answer: the same prompt, settings and limits on both sides, whoever they are.</summary>
internal sealed class AnswerReader(Inference.InferenceClient inference, IOptions<BattleOptions> options)
{
    /// <summary>Writes the side's text and then its one end. Only cancellation throws.</summary>
    public async Task ReadAsync(Battle battle, Slot slot, ChannelWriter<SideProgress> output, CancellationToken cancellationToken)
    {
        string failure;
        try
        {
            using var call = inference.Generate(RequestFor(battle, slot), cancellationToken: cancellationToken);
            failure = await RelayAsync(call.ResponseStream, slot, output, cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = $"{exception.StatusCode}: {exception.Status.Detail}";
        }
        catch (RpcException exception)
        {
            throw new OperationCanceledException("The side was called off.", exception, cancellationToken);
        }

        if (failure.Length > 0)
        {
            await output.WriteAsync(new(slot, Failure: failure), cancellationToken);
        }
    }

    /// <summary>Returns why the side failed; empty when it is complete.</summary>
    private async Task<string> RelayAsync(
        IAsyncStreamReader<GenerateEvent> events, Slot slot, ChannelWriter<SideProgress> output, CancellationToken cancellationToken)
    {
        var visible = new VisibleText();
        var answer = new StringBuilder();
        while (await events.MoveNext(cancellationToken))
        {
            switch (events.Current.EventCase)
            {
                case GenerateEvent.EventOneofCase.Text:
                    await ShowAsync(visible.Append(events.Current.Text));
                    break;
                case GenerateEvent.EventOneofCase.Preparing:
                    await output.WriteAsync(new(slot, Preparing: events.Current.Preparing), cancellationToken);
                    break;
                case GenerateEvent.EventOneofCase.Completed:
                    await ShowAsync(visible.Complete());
                    var failure = await EndAsync(events.Current.Completed);
                    await ReadOnAsync(events, cancellationToken);
                    return failure;
                case GenerateEvent.EventOneofCase.Failed:
                    return $"{events.Current.Failed.Kind}: {events.Current.Failed.Detail}";
            }

            if (answer.Length > options.Value.MaxAnswerCharacters)
            {
                return $"The answer is longer than {options.Value.MaxAnswerCharacters} characters.";
            }
        }

        return "The stream ended without a terminal event.";

        async ValueTask ShowAsync(string text)
        {
            if (text.Length > 0)
            {
                answer.Append(text);
                await output.WriteAsync(new(slot, Text: text), cancellationToken);
            }
        }

        async ValueTask<string> EndAsync(Completed completed)
        {
            if (completed.FinishReason is not (FinishReason.Stop or FinishReason.Length))
            {
                return $"The finish reason is {completed.FinishReason}.";
            }

            var text = answer.ToString();
            if (string.IsNullOrWhiteSpace(text))
            {
                return "The answer is blank.";
            }

            await output.WriteAsync(new(slot, Answer: new(text, completed)), cancellationToken);
            return "";
        }
    }

    /// <summary>To the end of the call, which would otherwise be cancelled. The answer is whole: how its call ends changes nothing.</summary>
    private static async Task ReadOnAsync(IAsyncStreamReader<GenerateEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            while (await events.MoveNext(cancellationToken))
            {
            }
        }
        catch (RpcException)
        {
        }
    }

    private GenerateRequest RequestFor(Battle battle, Slot slot) => new()
    {
        ModelId = slot is Slot.A ? battle.ModelA : battle.ModelB,
        Messages = { MessagesFor(battle, slot) },
        Settings = new GenerationSettings { MaxTokens = options.Value.MaxTokens, Temperature = options.Value.Temperature },
        Cache = options.Value.AnswerCache ? CacheUse.Always : CacheUse.Never,
        Group = new RequestGroup { Id = battle.BattleId, ModelIds = { battle.ModelA, battle.ModelB } },
    };

    /// <summary>The conversation as this side knows it: it goes on from its own answers.</summary>
    private static IEnumerable<ChatMessage> MessagesFor(Battle battle, Slot slot) =>
        Conversation.Before(battle, slot).Select(said => new ChatMessage { Role = said.IsUser ? Role.User : Role.Assistant, Content = said.Text });
}
