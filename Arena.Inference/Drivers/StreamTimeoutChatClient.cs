using System.Runtime.CompilerServices;
using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>
/// Bounds the silence of an upstream: until its first update, then between two. Time that the reader of this stream takes
/// does not count, and there is no bound on the whole.
/// </summary>
internal sealed class StreamTimeoutChatClient(IChatClient inner, TimeoutOptions timeouts, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        await using var updates = base.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        var (cause, limit) = (FaultCause.FirstTokenTimeout, timeouts.FirstToken);
        var complete = false;
        while (true)
        {
            silence.CancelAfter(limit);
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }
            }
            catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                if (complete)
                {
                    break; // only the usage is missing
                }

                throw new UpstreamFaultException(cause, $"Silent for {limit.TotalSeconds:0.###} s.");
            }

            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            complete |= updates.Current.FinishReason is not null;
            (cause, limit) = (FaultCause.Stalled, timeouts.Idle);
            yield return updates.Current;
        }
    }
}
