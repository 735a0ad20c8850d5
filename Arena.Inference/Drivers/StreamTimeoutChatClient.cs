using System.Runtime.CompilerServices;
using Arena.Inference.Faults;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>
/// Bounds the silence of an upstream: until its first update, then between two. Time that the reader of this stream takes
/// does not count, and there is no bound on the whole.
/// </summary>
/// <param name="inner">The upstream.</param>
/// <param name="firstUpdate">Longest silence before the first update.</param>
/// <param name="idle">Longest silence between two updates.</param>
/// <param name="time">The clock of the silence.</param>
internal sealed class StreamTimeoutChatClient(IChatClient inner, TimeSpan firstUpdate, TimeSpan idle, TimeProvider time)
    : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        await using var updates = base.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        var (cause, limit) = (FaultCause.FirstTokenTimeout, firstUpdate);
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
            (cause, limit) = (FaultCause.Stalled, idle);
            yield return updates.Current;
        }
    }
}
