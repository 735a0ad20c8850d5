using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Documents;

/// <summary>Keeps each content once, and each upload of it.</summary>
internal sealed class DocumentStore(LedgerContext ledger, SessionHasher sessions, TimeProvider time)
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>Why these do not belong together, as a sentence; null when they do.</summary>
    public static string? Broken(DocumentHead head, byte[] content)
    {
        if (BattleRules.NotAnId("document_id", head.DocumentId) is { } notAnId)
        {
            return notAnId;
        }

        if (content.Length == 0 || content.Length != head.Size)
        {
            return $"the content has {content.Length} bytes: {head.Size} are expected, at least one";
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == head.DocumentId ? null : "document_id is not the SHA-256 of the content";
    }

    /// <summary>Content, text and upload, or nothing.</summary>
    public async Task<Document> StoreAsync(DocumentHead head, byte[] content, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, head.Session, cancellationToken);
        var now = Moment.Stored(time.GetUtcNow());
        await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await ledger.Database.BeginTransactionAsync(token);
                await ledger.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO documents (id, media_type, size, content, pages, total_pages, cut, extracted_by, stored_at)
                     VALUES ({head.DocumentId}, {AnswerMapping.Storable(head.MediaType)}, {head.Size}, {content},
                         {head.Pages.Select(AnswerMapping.Storable).ToArray()}, {head.TotalPages}, {head.Cut}, {AnswerMapping.Storable(head.ExtractedBy)}, {now})
                     ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id -- holds the row against an erasure at the same time
                     """,
                    token);
                await ledger.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO document_uploads (document_id, name, session_hash, uploaded_at)
                     VALUES ({head.DocumentId}, {AnswerMapping.Storable(head.Name)}, {sessionHash}, {now})
                     """,
                    token);
                await transaction.CommitAsync(token);
            },
            cancellationToken);
        return await FindAsync(head.DocumentId, head.Session, cancellationToken)
            ?? throw new InvalidOperationException($"Document '{head.DocumentId}' was stored and is not there.");
    }

    /// <summary>Null: unknown, or erased.</summary>
    public async Task<Document?> FindAsync(string id, string session, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, session, cancellationToken);
        var stored = await ledger.Documents.AsNoTracking().Where(document => document.Id == id)
            .Select(document => new { document.MediaType, document.Size, document.Pages, document.TotalPages, document.Cut, document.ExtractedBy })
            .SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var upload = await ledger.DocumentUploads.AsNoTracking().Where(upload => upload.DocumentId == id)
            .OrderByDescending(upload => upload.SessionHash == sessionHash).ThenByDescending(upload => upload.SessionHash == sessionHash ? upload.Id : -upload.Id)
            .FirstAsync(cancellationToken);
        return new()
        {
            DocumentId = id,
            Name = upload.Name,
            MediaType = stored.MediaType,
            Size = stored.Size,
            Pages = { stored.Pages },
            TotalPages = stored.TotalPages,
            Cut = stored.Cut,
            ExtractedBy = stored.ExtractedBy,
            UploadedAt = Timestamp.FromDateTimeOffset(upload.UploadedAt),
        };
    }

    /// <summary>The content in pieces; none where there is no such document. Each piece is read by itself: no content is in memory as a whole.</summary>
    public async IAsyncEnumerable<ByteString> ReadAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var from = 1; ; from += PieceBytes)
        {
            var pieces = await ledger.Database.SqlQuery<byte[]>(
                $"SELECT substring(content FROM {from} FOR {PieceBytes}) AS \"Value\" FROM documents WHERE id = {id}").ToListAsync(cancellationToken);
            if (pieces is not [{ Length: > 0 } piece])
            {
                yield break;
            }

            yield return UnsafeByteOperations.UnsafeWrap(piece);
        }
    }
}
