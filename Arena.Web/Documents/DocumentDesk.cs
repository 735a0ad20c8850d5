using Arena.Contracts.Ratings;
using Arena.Web.Battles.Api;
using Arena.Web.Documents.Api;
using Arena.Web.Documents.Extraction;
using Arena.Web.Documents.Kinds;

namespace Arena.Web.Documents;

/// <summary>Takes an uploaded file: looks at it, has its text extracted, and stores both. What is refused is not stored.</summary>
internal sealed class DocumentDesk(DocumentExtractor extractor, DocumentArchive archive)
{
    public async Task<(Document? Document, Problem? Problem)> TakeAsync(UploadedFile file, string session, CancellationToken cancellationToken)
    {
        var (kind, refused) = DocumentSniffer.Sniff(file.Name, file.Content.Span);
        if (kind is null)
        {
            return (null, refused);
        }

        var (text, problem) = await extractor.ExtractAsync(kind, file.Content, cancellationToken);
        return text is null
            ? (null, problem)
            : (await archive.StoreAsync(file.Name, kind, file.Content, text, session, cancellationToken), null);
    }
}
