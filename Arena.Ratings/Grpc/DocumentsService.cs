using Arena.Contracts;
using Arena.Contracts.Ratings;
using Arena.Ratings.Documents;
using Grpc.Core;
using Microsoft.Extensions.Options;
using DocumentsBase = Arena.Contracts.Ratings.Documents.DocumentsBase;

namespace Arena.Ratings.Grpc;

/// <summary>Uploaded documents over gRPC.</summary>
internal sealed class DocumentsService(DocumentStore documents, IOptions<DocumentStoreOptions> options, LedgerBoundary boundary) : DocumentsBase
{
    public override async Task<Document> StoreDocument(IAsyncStreamReader<StoreDocumentRequest> requestStream, ServerCallContext context)
    {
        var (head, content) = await ReadAsync(requestStream, context.CancellationToken);
        return DocumentStore.Broken(head, content) is { } rule
            ? throw Invalid(rule)
            : await boundary.CallAsync(context, cancellationToken => documents.StoreAsync(head, content, cancellationToken));
    }

    public override Task<Document> GetDocument(GetDocumentRequest request, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
            await documents.FindAsync(request.DocumentId, request.Session, cancellationToken) ?? throw NotFound(request.DocumentId));

    public override Task ReadDocument(GetDocumentRequest request, IServerStreamWriter<DocumentContent> responseStream, ServerCallContext context) =>
        boundary.CallAsync(context, async cancellationToken =>
        {
            var any = false;
            await foreach (var piece in documents.ReadAsync(request.DocumentId, cancellationToken))
            {
                any = true;
                await responseStream.WriteAsync(new() { Data = piece }, cancellationToken);
            }

            return any ? any : throw NotFound(request.DocumentId);
        });

    private async Task<(DocumentHead Head, byte[] Content)> ReadAsync(IAsyncStreamReader<StoreDocumentRequest> parts, CancellationToken cancellationToken)
    {
        if (!await parts.MoveNext(cancellationToken) || parts.Current.Head is not { } head)
        {
            throw Invalid("the first message is not the head");
        }

        if (head.Size < 1 || head.Size > options.Value.MaxBytes)
        {
            throw Invalid($"size is {head.Size}: 1 … {options.Value.MaxBytes} is expected");
        }

        var content = new byte[head.Size];
        var read = 0;
        while (await parts.MoveNext(cancellationToken))
        {
            var piece = parts.Current.Content?.Data ?? throw Invalid("a message after the first is not content");
            if (piece.Length > content.Length - read)
            {
                throw Invalid($"the content has more than {head.Size} bytes");
            }

            piece.Span.CopyTo(content.AsSpan(read));
            read += piece.Length;
        }

        return (head, content[..read]);
    }

    private static RpcException Invalid(string rule) => new(new Status(StatusCode.InvalidArgument, rule));

    private static RpcException NotFound(string id) =>
        ArenaProblem.Create(StatusCode.NotFound, ArenaProblem.DocumentNotFound, $"There is no document '{id}'.");
}
