using System.Threading.Channels;
using Arena.Contracts.Router;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Pacing;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Runs;

/// <summary>Asks both models at once and writes what they say into the log, at one pace.</summary>
internal sealed class AnswerWriter(
    AnswerReader reader, IBattleLog log, IOptions<BattleOptions> options, TimeProvider time, ILogger<AnswerWriter> logger)
{
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(1);

    /// <summary>Both whole answers, when all of them is shown; or none, when a side failed. No call is under way when it returns or throws.</summary>
    public async Task<WrittenAnswers> WriteAsync(Battle battle, RunLease lease, CancellationToken cancellationToken)
    {
        await AppendAsync(lease, lease.EventCount > 0 ? [Event(BattleEvent.Restart, EventData.Empty), Streaming()] : [Streaming()]);

        using var timeout = new CancellationTokenSource(options.Value.AnswerTimeout, time);
        using var sides = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var progress = Channel.CreateUnbounded<SideProgress>(new() { SingleReader = true });
        Task[] reading =
        [
            reader.ReadAsync(battle, Slot.A, progress.Writer, sides.Token),
            reader.ReadAsync(battle, Slot.B, progress.Writer, sides.Token),
        ];
        try
        {
            var written = await PaceAsync(lease, progress.Reader, sides.Token);
            if (written.Pair is not null)
            {
                // Both calls are at their end: to cut them off would leave a cancelled span of each.
                await Task.WhenAll(reading).WaitAsync(Parting, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return written;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            logger.AnswerTimedOut(battle.BattleId, options.Value.AnswerTimeout);
            return new(Pair: null, Failed: null);
        }
        finally
        {
            await sides.CancelAsync();
            await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WrittenAnswers> PaceAsync(RunLease lease, ChannelReader<SideProgress> progress, CancellationToken cancellationToken)
    {
        var pair = new PacedPair(options.Value.Pace);
        var answers = new AnswerPair.Builder();
        var preparation = new PairPreparation();
        var began = time.GetTimestamp();
        while (!pair.IsDrained)
        {
            if (!pair.HasPending)
            {
                await progress.WaitToReadAsync(cancellationToken);
            }

            await Task.Delay(options.Value.Tick, time, cancellationToken);
            while (progress.TryRead(out var item))
            {
                if (item.Failure is not null)
                {
                    logger.SideFailed(lease.BattleId, item.Slot, item.Failure);
                    return new(Pair: null, item.Slot);
                }

                Take(item, pair, preparation, answers);
            }

            if (preparation.TakeNews() is { } news)
            {
                await AppendAsync(lease, [Event(BattleEvent.Preparing, EventData.Preparing(news))]);
            }

            var pieces = pair.Tick(time.GetElapsedTime(began));
            if (!pieces.IsEmpty)
            {
                await AppendAsync(lease, [.. Deltas(pieces)]);
            }
        }

        return new(answers.Build(), Failed: null);
    }

    private static void Take(SideProgress item, PacedPair pair, PairPreparation preparation, AnswerPair.Builder answers)
    {
        if (item.Preparing is not null)
        {
            pair.Prepare(item.Slot);
            preparation.Set(item.Slot, item.Preparing);
            return;
        }

        preparation.Clear(item.Slot);
        if (item.Text is not null)
        {
            pair.Arrive(item.Slot, item.Text);
        }
        else if (item.Answer is not null)
        {
            pair.Complete(item.Slot);
            answers.Set(item.Slot, item.Answer);
        }
    }

    private IEnumerable<BattleEvent> Deltas(PacedPieces pieces)
    {
        if (pieces.A.Length > 0)
        {
            yield return Event(BattleEvent.Delta, EventData.Delta(Slot.A, pieces.A));
        }

        if (pieces.B.Length > 0)
        {
            yield return Event(BattleEvent.Delta, EventData.Delta(Slot.B, pieces.B));
        }
    }

    private Task AppendAsync(RunLease lease, IReadOnlyList<BattleEvent> events) => log.AppendAsync(lease, events);

    private BattleEvent Streaming() => Event(BattleEvent.State, EventData.Streaming);

    private BattleEvent Event(string type, string data) => new(type, data, time.GetUtcNow());
}

/// <summary>What came of asking both models.</summary>
/// <param name="Pair">Null when a side failed.</param>
/// <param name="Failed">The side that failed first; null when none did, or both were too slow.</param>
internal sealed record WrittenAnswers(AnswerPair? Pair, Slot? Failed);
