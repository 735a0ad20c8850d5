using Arena.Contracts.Ratings;

namespace Arena.Web.Documents.Api;

/// <summary>A document and its text.</summary>
/// <param name="Pages">The text, page by page, cleaned.</param>
/// <param name="TotalPages">Of the document, also those that were cut.</param>
/// <param name="Cut">The document goes on behind the text.</param>
/// <param name="ExtractedBy"><c>pdftotext</c>, <c>pdf.js</c> or <c>node</c>.</param>
internal sealed record DocumentAnswer(
    string Id, string Name, string MediaType, long Size, IReadOnlyList<string> Pages, int TotalPages, bool Cut, int Characters, string ExtractedBy)
{
    public static DocumentAnswer Of(Document document) => new(
        document.DocumentId, document.Name, document.MediaType, document.Size, document.Pages, document.TotalPages, document.Cut,
        document.Pages.Sum(page => page.Length), document.ExtractedBy);
}
