using System.Threading.Channels;
using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Web.Battles;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Runs;
using Arena.Web.Compare.Api;
using Arena.Web.Compare.Pacing;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Runs;

/// <summary>Asks all models at once and writes what they say into the log. One that fails does not stop the others.</summary>
internal sealed class ComparisonWriter(
    ComparedAnswerReader reader, IBattleLog log, IOptions<BattleOptions> battles, TimeProvider time, ILogger<ComparisonWriter> logger)
{
    /// <summary>The end of each answer, in the order of positions, when all of it is shown. No call is under way when it returns or throws.</summary>
    /// <param name="question">The prompt, with the document where there is one.</param>
    /// <param name="models">By id.</param>
    public async Task<IReadOnlyList<ComparedProgress>> WriteAsync(
        Comparison comparison, string question, IReadOnlyDictionary<string, Model> models, RunLease lease, CancellationToken cancellationToken)
    {
        await log.AppendAsync(lease, lease.EventCount > 0
            ? [Event(BattleEvent.Restart, EventData.Empty), Event(BattleEvent.State, EventData.Streaming)]
            : [Event(BattleEvent.State, EventData.Streaming)]);

        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = Channel.CreateUnbounded<ComparedProgress>(new() { SingleReader = true });
        Task[] reading = [.. comparison.Models.Select((_, i) => reader.ReadAsync(comparison, i + 1, question, progress.Writer, asking.Token))];
        try
        {
            return await ShowAsync(comparison, models, lease, progress.Reader, asking.Token);
        }
        finally
        {
            await asking.CancelAsync();
            await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<ComparedProgress>> ShowAsync(
        Comparison comparison, IReadOnlyDictionary<string, Model> models, RunLease lease, ChannelReader<ComparedProgress> progress,
        CancellationToken cancellationToken)
    {
        IComparisonPace pace = comparison.Blind
            ? new InStepPace(comparison.Models.Count, (int)Math.Max(1, battles.Value.CatchUp / battles.Value.Tick))
            : new AtOncePace(comparison.Models.Count);
        var ends = new ComparedProgress?[comparison.Models.Count];
        var told = new HashSet<int>();
        while (told.Count < ends.Length)
        {
            if (!pace.HasPending)
            {
                await progress.WaitToReadAsync(cancellationToken);
            }

            await Task.Delay(battles.Value.Tick, time, cancellationToken);
            List<BattleEvent> events = [];
            while (progress.TryRead(out var item))
            {
                Take(item, comparison, pace, ends, events);
            }

            events.AddRange(pace.Tick().Select(piece => Event(BattleEvent.Delta, CompareEvents.Delta(piece.Position, piece.Text))));
            events.AddRange(ends.OfType<ComparedProgress>().Where(end => pace.IsShown(end.Position) && told.Add(end.Position))
                .Select(end => EndOf(end, comparison, models)));
            if (events.Count > 0)
            {
                await log.AppendAsync(lease, events);
            }
        }

        return [.. ends.Select(end => end!)];
    }

    private void Take(
        ComparedProgress item, Comparison comparison, IComparisonPace pace, ComparedProgress?[] ends, List<BattleEvent> events)
    {
        if (item.Text is not null)
        {
            pace.Arrive(item.Position, item.Text);
        }
        else if (item.Preparing is { } preparing)
        {
            if (!comparison.Blind)
            {
                events.Add(Event(BattleEvent.Preparing, CompareEvents.Preparing(item.Position, preparing)));
            }
        }
        else
        {
            if (item.Failure is { } failure)
            {
                logger.AnswerBroke(comparison.ComparisonId, item.Position, failure.Cause, failure.Detail);
            }

            pace.Complete(item.Position);
            ends[item.Position - 1] = item;
        }
    }

    private BattleEvent EndOf(ComparedProgress end, Comparison comparison, IReadOnlyDictionary<string, Model> models)
    {
        if (end.Failure is { } failure)
        {
            return Event(CompareEvents.Broken, CompareEvents.BrokenOf(end.Position, comparison.Blind ? null : failure.Cause));
        }

        var facts = comparison.Blind ? null : AnswerFacts.Of(LedgerComparison.AnswerOf(comparison.Models[end.Position - 1], end.Whole!, models));
        return Event(CompareEvents.Done, CompareEvents.WholeOf(end.Position, facts));
    }

    private BattleEvent Event(string type, string data) => new(type, data, time.GetUtcNow());
}
