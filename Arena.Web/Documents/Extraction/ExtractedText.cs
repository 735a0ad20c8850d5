namespace Arena.Web.Documents.Extraction;

/// <summary>The text of a document.</summary>
/// <param name="Pages">In order; one where the document has no pages.</param>
/// <param name="TotalPages">Of the document, also those beyond the limit; pdftotext looks at one of them only.</param>
/// <param name="Cut">The document goes on.</param>
/// <param name="ExtractedBy"><c>pdftotext</c>, <c>pdf.js</c> or <c>node</c>.</param>
internal sealed record ExtractedText(IReadOnlyList<string> Pages, int TotalPages, bool Cut, string ExtractedBy);
