using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger.Erasing;

/// <summary>
/// Erases what a person wrote and read, and the salts of its hashes: the sealed record stays, ratings stay, the chain still verifies, and
/// nothing of the text can be found or guessed from what is left. That it was erased is itself a sealed record.
/// </summary>
internal sealed class TextEraser(LedgerContext ledger, SessionHasher sessions, SealSignal seals, TimeProvider time)
{
    /// <summary>Battles and comparisons of one transaction.</summary>
    private const int Batch = 500;

    public Task<int> EraseSubjectAsync(string id, CancellationToken cancellationToken) => id.Contains('\0', StringComparison.Ordinal)
        ? Task.FromResult(0)
        : EraseAsync($"SELECT battle_id AS \"Value\" FROM prompt_texts WHERE battle_id = {id} UNION SELECT comparison_id FROM comparison_texts WHERE comparison_id = {id} UNION SELECT id FROM comparison_requests WHERE id = {id} AND prompt IS NOT NULL", ErasureReason.Request, cancellationToken);

    /// <summary>Erases all texts of a voter's session, given as the voter has it.</summary>
    public async Task<int> EraseSessionAsync(string session, CancellationToken cancellationToken)
    {
        if (await sessions.HashAsync(ledger, session, cancellationToken) is not { } hash)
        {
            return 0;
        }

        await EraseDocumentsAsync($"DELETE FROM document_uploads WHERE session_hash = {hash}", cancellationToken);
        return await EraseAsync(
            $"""
             SELECT b.id AS "Value" FROM battles b LEFT JOIN votes v ON v.battle_id = b.id
             WHERE (b.session_hash = {hash} OR v.session_hash = {hash}) AND EXISTS (SELECT FROM prompt_texts t WHERE t.battle_id = b.id)
             UNION SELECT c.id FROM comparisons c
             WHERE c.session_hash = {hash} AND EXISTS (SELECT FROM comparison_texts t WHERE t.comparison_id = c.id)
             UNION SELECT r.id FROM comparison_requests r WHERE r.session_hash = {hash} AND r.prompt IS NOT NULL LIMIT {Batch}
             """,
            ErasureReason.Request,
            cancellationToken);
    }

    /// <summary>Erases all texts of battles and comparisons that were started before a moment.</summary>
    public async Task<int> EraseBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await EraseDocumentsAsync($"DELETE FROM document_uploads WHERE uploaded_at < {moment}", cancellationToken);
        return await EraseTextsBeforeAsync(moment, cancellationToken);
    }

    private Task<int> EraseTextsBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => EraseAsync(
        $"""
         SELECT b.id AS "Value" FROM battles b WHERE b.created_at < {moment} AND EXISTS (SELECT FROM prompt_texts t WHERE t.battle_id = b.id)
         UNION SELECT c.id FROM comparisons c
         WHERE c.created_at < {moment} AND EXISTS (SELECT FROM comparison_texts t WHERE t.comparison_id = c.id)
         UNION SELECT r.id FROM comparison_requests r WHERE r.created_at < {moment} AND r.prompt IS NOT NULL LIMIT {Batch}
         """,
        ErasureReason.Retention,
        cancellationToken);

    /// <summary>Erases uploads, and the documents that nobody's upload is left of.</summary>
    private async Task EraseDocumentsAsync(FormattableString uploads, CancellationToken cancellationToken)
    {
        await ledger.Database.ExecuteSqlAsync(uploads, cancellationToken);
        await ledger.Database.ExecuteSqlAsync(
            $"DELETE FROM documents d WHERE NOT EXISTS (SELECT FROM document_uploads u WHERE u.document_id = d.id)", cancellationToken);
    }

    private async Task<int> EraseAsync(FormattableString subjects, string reason, CancellationToken cancellationToken)
    {
        var erased = 0;
        while (await ledger.Database.CreateExecutionStrategy().ExecuteAsync(token => EraseBatchAsync(subjects, reason, token), cancellationToken) is > 0 and var count)
        {
            erased += count;
            seals.Wanted();
        }

        return erased;
    }

    private async Task<int> EraseBatchAsync(FormattableString subjects, string reason, CancellationToken cancellationToken)
    {
        ledger.ChangeTracker.Clear(); // an earlier attempt may have left its entries
        await using var transaction = await ledger.Database.BeginTransactionAsync(cancellationToken);
        var ids = await ledger.Database.SqlQuery<string>(subjects).ToListAsync(cancellationToken);
        await ledger.Set<FeedbackText>().Where(text => ledger.Feedback.Any(feedback => feedback.Id == text.FeedbackId && ids.Contains(feedback.BattleId)))
            .ExecuteDeleteAsync(cancellationToken);
        await ledger.Set<PromptText>().Where(text => ids.Contains(text.BattleId)).ExecuteDeleteAsync(cancellationToken);
        await ledger.Set<AnswerText>().Where(text => ids.Contains(text.BattleId)).ExecuteDeleteAsync(cancellationToken);
        await ledger.Set<ComparisonText>().Where(text => ids.Contains(text.ComparisonId)).ExecuteDeleteAsync(cancellationToken);
        await ledger.Database.ExecuteSqlAsync($"UPDATE comparison_requests SET prompt = NULL WHERE id = ANY({ids})", cancellationToken);
        foreach (var id in ids)
        {
            var erasure = new Erasure { Id = Guid.CreateVersion7(), SubjectId = id, Reason = reason, ErasedAt = Moment.Stored(time.GetUtcNow()) };
            ledger.Erasures.Add(erasure);
            ledger.Unsealed.Add(new() { Kind = RecordKind.Erasure, RecordId = erasure.Id.ToString("N") });
        }

        await ledger.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }
}

internal static class ErasureReason
{
    public const string Request = "request";
    public const string Retention = "retention";
}
