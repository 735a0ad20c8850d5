using System.Runtime.CompilerServices;
using Arena.Contracts.Inference;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Web.Chat;

/// <summary>Has the tool provider answer, as events; the last is always <c>done</c> or <c>failed</c>.</summary>
internal sealed class ToolAnswer(Inference.InferenceClient inference, IOptions<ChatOptions> options, TimeProvider time, ILogger<ToolAnswer> logger)
{
    private const string ContextOverflow = "context_overflow";

    /// <summary>Only cancellation throws; it cancels the model too.</summary>
    public async IAsyncEnumerable<ChatEvent> StreamAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var call = inference.Generate(request, cancellationToken: either.Token);
        var partial = false;
        while (true)
        {
            var (next, failure) = await ReadAsync(call.ResponseStream, partial, timeout.Token, cancellationToken);
            if (failure is not null || next is null)
            {
                yield return ChatEvent.Failed(failure ?? ChatFailure.Broken(partial));
                yield break;
            }

            partial |= next.EventCase is GenerateEvent.EventOneofCase.Text or GenerateEvent.EventOneofCase.ToolCall;
            if (EventOf(next) is { } shown)
            {
                yield return shown;
            }

            if (next.EventCase is GenerateEvent.EventOneofCase.Failed)
            {
                logger.AnswerFailed(request.ModelId, $"{next.Failed.Kind}: {next.Failed.Detail}");
                yield return ChatEvent.Failed(FailureOf(next.Failed, partial));
                yield break;
            }

            if (next.EventCase is GenerateEvent.EventOneofCase.Completed)
            {
                yield break;
            }
        }
    }

    private static ChatEvent? EventOf(GenerateEvent item) => item.EventCase switch
    {
        GenerateEvent.EventOneofCase.Text => ChatEvent.Text(item.Text),
        GenerateEvent.EventOneofCase.Reasoning => ChatEvent.Reasoning(item.Reasoning),
        GenerateEvent.EventOneofCase.Preparing => ChatEvent.Preparing(item.Preparing),
        GenerateEvent.EventOneofCase.ToolCall => ChatEvent.ToolCall(item.ToolCall),
        GenerateEvent.EventOneofCase.Completed => ChatEvent.Done(item.Completed),
        _ => null,
    };

    /// <summary>The next event; null and no failure at an end that came without a terminal one.</summary>
    private async Task<(GenerateEvent? Next, ChatFailure? Failure)> ReadAsync(
        IAsyncStreamReader<GenerateEvent> events, bool partial, CancellationToken timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNext(CancellationToken.None) ? (events.Current, null) : (null, null);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.AnswerBroke(exception);
            return (null, timeout.IsCancellationRequested ? ChatFailure.TimedOut(partial)
                : exception is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.ResourceExhausted } ? ChatFailure.Unavailable(partial, retryAfter: null)
                : ChatFailure.Broken(partial));
        }
        catch (RpcException exception)
        {
            throw new OperationCanceledException("The client left.", exception, cancellationToken);
        }
    }

    private static ChatFailure FailureOf(Failed failed, bool partial) => failed switch
    {
        { Cause: ContextOverflow } => ChatFailure.TooLong(partial),
        { Kind: FailureKind.NoDeployment or FailureKind.Overloaded } =>
            ChatFailure.Unavailable(partial, failed.HasRetryAfterSeconds ? Math.Ceiling(failed.RetryAfterSeconds) : null),
        { Kind: FailureKind.Timeout } => ChatFailure.TimedOut(partial),
        _ => ChatFailure.Broken(partial),
    };
}
