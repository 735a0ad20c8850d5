using System.Diagnostics;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Arena.Web.Battles.Log;
using Google.Protobuf;

namespace Arena.Web.Battles.Runs;

/// <summary>
/// One run of a battle, from the lease to the last event. A run that loses its lease or its readers stops and leaves the battle to
/// the next one, which starts over; once both answers are settled, the next one only finishes.
/// </summary>
internal sealed class BattleRunner(
    IBattleLog log, LeaseKeeper keeper, AnswerWriter answers, BattleLedger ledger, BattleStates states, AttachedDocuments documents,
    BattleMetrics metrics,
    TimeProvider time, ILogger<BattleRunner> logger)
{
    public async Task RunAsync(Battle battle, ActivityContext cause, CancellationToken stopping)
    {
        if (await log.TryBeginRunAsync(battle.BattleId) is not { } lease)
        {
            return;
        }

        using var activity = BattleTracing.StartInBattle("battle run", battle.TraceParent, cause);
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = keeper.KeepAsync(lease, run);
        var outcome = RunOutcome.Interrupted;
        try
        {
            outcome = await WriteAsync(battle, lease, run.Token);
        }
        catch (OperationCanceledException) when (run.IsCancellationRequested)
        {
            logger.RunInterrupted(battle.BattleId);
        }
        catch (RunSupersededException)
        {
            logger.RunSuperseded(battle.BattleId);
        }
        catch (Exception exception) when (exception is not BattleLogUnavailableException)
        {
            // A fault of ours would only repeat: the battle is void, and its readers are told.
            logger.RunBroke(exception, battle.BattleId);
            outcome = await FailAsync(lease, EventData.AnswerFailed(failed: null), run.Token);
        }
        finally
        {
            await run.CancelAsync();
            await keeping;
            metrics.RunEnded(outcome);
            activity?.SetTag("arena.battle.outcome", outcome.ToString());
            await log.EndRunAsync(lease);
        }
    }

    private async Task<RunOutcome> WriteAsync(Battle battle, RunLease lease, CancellationToken cancellationToken)
    {
        if (lease.Outcome is { } settled)
        {
            return await FinishAsync(lease, RecordBattleRequest.Parser.ParseFrom(settled), cancellationToken);
        }

        switch (await states.BeginStreamingAsync(battle.BattleId, cancellationToken))
        {
            case StreamingStart.Void:
                return await FailAsync(lease, EventData.AnswerFailed(failed: null), cancellationToken);
            case StreamingStart.Unknown:
                return RunOutcome.Interrupted;
        }

        var asked = await documents.AttachAsync(battle, cancellationToken);
        var (pair, failed) = await answers.WriteAsync(asked.Battle, lease, cancellationToken);
        if (pair is null)
        {
            var outcome = await FailAsync(lease, EventData.AnswerFailed(failed), cancellationToken);
            await ledger.TryRecordFailureAsync(LedgerRecord.OfFailed(battle, failed), cancellationToken);
            return outcome;
        }

        var record = LedgerRecord.Of(battle, asked, pair, await ledger.ListModelsAsync(cancellationToken));
        await log.SettleAsync(lease, record.ToByteArray());
        return await FinishAsync(lease, record, cancellationToken);
    }

    private async Task<RunOutcome> FinishAsync(RunLease lease, RecordBattleRequest record, CancellationToken cancellationToken)
    {
        if (!await ledger.TryRecordAsync(record, cancellationToken))
        {
            return await FailAsync(lease, EventData.NotSaved, cancellationToken);
        }

        await states.TryAdvanceAsync(lease.BattleId, BattleState.Answered, cancellationToken);
        await AppendAsync(lease, BattleEvent.Answered, EventData.Empty);
        return RunOutcome.Answered;
    }

    private async Task<RunOutcome> FailAsync(RunLease lease, string data, CancellationToken cancellationToken)
    {
        await states.TryAdvanceAsync(lease.BattleId, BattleState.Failed, cancellationToken);
        await AppendAsync(lease, BattleEvent.Failed, data);
        return RunOutcome.Failed;
    }

    private Task AppendAsync(RunLease lease, string type, string data) => log.AppendAsync(lease, [new(type, data, time.GetUtcNow())]);
}

internal enum RunOutcome
{
    /// <summary>Left to the next run: no reader, no lease, a fault, or the host stops.</summary>
    Interrupted,
    Answered,
    Failed,
}
