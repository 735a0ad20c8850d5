using System.Diagnostics;
using Arena.Contracts.Ratings;
using Arena.Web.Battles;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Runs;
using Arena.Web.Documents;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Runs;

/// <summary>
/// One run of a comparison, from the lease to the last event. It goes on when nobody reads it: what was asked reaches the ledger. A run
/// that lost its process is started over by the next reader or sweep, who finds the question in the ledger; once the answers are settled,
/// the next run only records them. What can no longer be asked as it was is recorded as failed: every question has an end there.
/// </summary>
internal sealed class ComparisonRunner(
    IBattleLog log, LeaseKeeper keeper, ComparisonWriter answers, ComparisonLedger ledger, DocumentArchive documents,
    IOptions<CompareOptions> options, TimeProvider time, ILogger<ComparisonRunner> logger)
{
    /// <summary>Causes of failure beside those of the answers themselves.</summary>
    private const string Interrupted = "interrupted";
    private const string DocumentErased = "document_erased";

    public async Task RunAsync(Comparison comparison, ActivityContext cause, CancellationToken stopping)
    {
        if (await log.TryBeginRunAsync(comparison.ComparisonId) is not { } lease)
        {
            return;
        }

        using var activity = BattleTracing.StartInBattle("comparison run", comparison.TraceParent, cause);
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = keeper.KeepAsync(lease, run, whileRead: false);
        try
        {
            await WriteAsync(comparison, lease, run.Token);
        }
        catch (Exception exception) when (exception is RunSupersededException || (exception is OperationCanceledException && run.IsCancellationRequested))
        {
            logger.ComparisonInterrupted(exception, comparison.ComparisonId);
        }
        finally
        {
            await run.CancelAsync();
            await keeping;
            await log.EndRunAsync(lease);
        }
    }

    private async Task WriteAsync(Comparison comparison, RunLease lease, CancellationToken cancellationToken)
    {
        var record = lease.Outcome is { } settled
            ? RecordComparisonRequest.Parser.ParseFrom(settled)
            : await AskAsync(comparison, lease, cancellationToken);
        var recorded = await ledger.TryRecordAsync(record, cancellationToken);
        await log.AppendAsync(lease, [recorded
            ? new(BattleEvent.Answered, EventData.Empty, time.GetUtcNow())
            : new(BattleEvent.Failed, CompareEvents.NotSaved, time.GetUtcNow())]);
    }

    private async Task<RecordComparisonRequest> AskAsync(Comparison comparison, RunLease lease, CancellationToken cancellationToken)
    {
        var models = await ledger.ListModelsAsync(cancellationToken);
        var document = await FindDocumentAsync(comparison, cancellationToken);
        var impossible = time.GetUtcNow() - comparison.CreatedAt.ToDateTimeOffset() > options.Value.ResumeWithin ? Interrupted
            : document is null && comparison.DocumentId.Length > 0 ? DocumentErased
            : null;
        var ends = impossible is null
            ? await answers.WriteAsync(comparison, document?.AppendTo(comparison.Prompt) ?? comparison.Prompt, models, lease, cancellationToken)
            : GiveUp(comparison, impossible);
        var record = LedgerComparison.Of(comparison, document, ends, models);
        await log.SettleAsync(lease, record.ToByteArray());
        return record;
    }

    private async Task<DocumentExcerpt?> FindDocumentAsync(Comparison comparison, CancellationToken cancellationToken) =>
        comparison.DocumentId.Length > 0 && await documents.FindAsync(comparison.DocumentId, session: "", cancellationToken) is { } found
            ? new RenderedDocument(found).Take(comparison.DocumentCharacters) with { Name = comparison.DocumentName }
            : null;

    private List<ComparedProgress> GiveUp(Comparison comparison, string cause)
    {
        logger.ComparisonGivenUp(comparison.ComparisonId, cause);
        return [.. comparison.Models.Select((_, i) => new ComparedProgress(i + 1, Failure: new(cause, "")))];
    }
}
