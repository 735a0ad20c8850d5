using System.Threading.Channels;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Votes;

/// <summary>
/// The one writer of votes of this replica. What arrives while a transaction is on its way is written by the next one, together: nobody
/// waits for a timer, and under load one commit makes many votes durable, also when all of them are on one popular model.
/// </summary>
internal sealed class GroupCommit(
    IServiceScopeFactory scopes, IOptions<VoteOptions> options, IOptionsMonitor<EloOptions> elo, SealSignal seals, VoteMetrics metrics) : BackgroundService
{
    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.Value.Waiting) { SingleReader = true });

    /// <summary>Returns when the vote is durable: what was counted, which may be an earlier vote; null when the battle is not in the ledger.</summary>
    /// <exception cref="VotesOverloadedException">More votes wait than <see cref="VoteOptions.Waiting"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller left; the vote may still be counted.</exception>
    public async Task<RecordedVote?> SubmitAsync(Ballot ballot, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(ballot, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(waiting) ? await waiting.Result.Task.WaitAsync(cancellationToken) : throw new VotesOverloadedException();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                await WriteAsync(Take(), stoppingToken);
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var left))
            {
                left.Result.TrySetException(new VotesOverloadedException());
            }
        }
    }

    private List<Waiting> Take()
    {
        var taken = new List<Waiting>();
        while (taken.Count < options.Value.Batch && _queue.Reader.TryRead(out var next))
        {
            taken.Add(next);
        }

        return taken;
    }

    private async Task WriteAsync(List<Waiting> batch, CancellationToken cancellationToken)
    {
        try
        {
            var results = await CommitAsync([.. batch.Select(waiting => waiting.Ballot)], cancellationToken);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Result.TrySetResult(results[i]);
            }
        }
        catch (Exception exception) when (batch.Count > 1 && !LedgerAvailability.IsUnavailable(exception) && !cancellationToken.IsCancellationRequested)
        {
            // One of them cannot be written; it must not take the others with it.
            foreach (var waiting in batch)
            {
                await WriteAsync([waiting], cancellationToken);
            }
        }
        catch (Exception exception)
        {
            batch.ForEach(waiting => waiting.Result.TrySetException(exception));
        }
    }

    private async Task<IReadOnlyList<RecordedVote?>> CommitAsync(Ballot[] ballots, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerContext>();

        // After a lost connection the whole transaction runs again, and finds its own votes if the commit had arrived.
        var results = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
            token => new VoteBatch(ledger, elo.CurrentValue.K).WriteAsync(ballots, token), cancellationToken);
        metrics.Committed(ballots.Length);
        seals.Wanted();
        return results;
    }

    private sealed record Waiting(Ballot Ballot, TaskCompletionSource<RecordedVote?> Result);
}

/// <summary>Too many votes wait, or the service stops: this one was not saved, and may be sent again.</summary>
internal sealed class VotesOverloadedException() : Exception("Too many votes wait to be saved; this one was not.");
