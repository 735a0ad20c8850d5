using System.Security.Cryptography;
using Arena.Contracts.Ratings;
using Arena.Web.Battles.Api;
using Arena.Web.Documents.Extraction;
using Arena.Web.Documents.Kinds;
using Google.Protobuf;
using Grpc.Core;
using RatingsDocuments = Arena.Contracts.Ratings.Documents;

namespace Arena.Web.Documents;

/// <summary>The documents that the ledger's service keeps.</summary>
internal sealed class DocumentArchive(RatingsDocuments.DocumentsClient documents, TimeProvider time)
{
    private const int PieceBytes = 256 * 1024;
    private const int IdLength = 64;

    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(30);

    /// <summary>Whether any document could have this id.</summary>
    public static bool IsPossibleId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    /// <summary>Durable when it returns.</summary>
    public async Task<Document> StoreAsync(
        string name, DocumentKind kind, ReadOnlyMemory<byte> content, ExtractedText text, string session, CancellationToken cancellationToken)
    {
        using var call = documents.StoreDocument(deadline: time.GetUtcNow().UtcDateTime + StorePatience, cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(
            new()
            {
                Head = new()
                {
                    DocumentId = Convert.ToHexStringLower(SHA256.HashData(content.Span)),
                    Name = name,
                    MediaType = kind.MediaType,
                    Size = content.Length,
                    Pages = { text.Pages },
                    TotalPages = text.TotalPages,
                    Cut = text.Cut,
                    ExtractedBy = text.ExtractedBy,
                    Session = session,
                },
            },
            cancellationToken);
        for (var from = 0; from < content.Length; from += PieceBytes)
        {
            var piece = content.Slice(from, Math.Min(PieceBytes, content.Length - from));
            await call.RequestStream.WriteAsync(new() { Content = new() { Data = UnsafeByteOperations.UnsafeWrap(piece) } }, cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    /// <summary>Null: unknown, or erased.</summary>
    public async Task<Document?> FindAsync(string id, string session, CancellationToken cancellationToken)
    {
        if (!IsPossibleId(id))
        {
            return null;
        }

        try
        {
            return await documents.GetDocumentAsync(
                new() { DocumentId = id, Session = session },
                deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
                cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The content as it was uploaded.</summary>
    public async Task CopyAsync(string id, Stream output, CancellationToken cancellationToken)
    {
        using var call = documents.ReadDocument(new() { DocumentId = id }, cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            await output.WriteAsync(call.ResponseStream.Current.Data.Memory, cancellationToken);
        }
    }
}
