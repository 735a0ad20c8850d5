using Arena.Web.Battles.Api;
using Arena.Web.Documents.Kinds;

namespace Arena.Web.Documents.Extraction;

/// <summary>A program that reads the text of documents.</summary>
internal interface ITextReader
{
    /// <summary>As in <see cref="DocumentOptions.PdfReader"/>.</summary>
    string Name { get; }

    bool IsInstalled { get; }

    bool Reads(DocumentKind kind);

    /// <summary>The text as it is, not cleaned; or why there is none.</summary>
    Task<(ExtractedText? Text, Problem? Problem)> ReadAsync(DocumentKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}
