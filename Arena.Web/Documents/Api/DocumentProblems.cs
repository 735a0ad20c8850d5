using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Api;

namespace Arena.Web.Documents.Api;

/// <summary>Why a document is not taken. The words depend on the file alone.</summary>
internal static class DocumentProblems
{
    public static readonly Problem Empty = new(ProblemTypes.DocumentEmpty, 400, "The file is empty", "Choose a file with content.");

    public static readonly Problem TypeUnsupported = new(
        ProblemTypes.DocumentTypeUnsupported, 415, "This kind of file is not read", "PDF, DOCX, HTML, Markdown, CSV and plain text are.");

    public static readonly Problem EncryptedOrOld = new(
        ProblemTypes.DocumentTypeUnsupported, 415, "This kind of file is not read",
        "It is an old Office file, or one that is protected by a password. Save it as DOCX without a password.");

    public static readonly Problem TypeMismatch = new(
        ProblemTypes.DocumentTypeMismatch, 415, "The file is not what its name says", "Its content belongs to another kind of file, or to several at once.");

    public static readonly Problem NotFound = new(
        ProblemTypes.DocumentNotFound, 404, "There is no such document", "It is unknown, or it was erased. Upload it again.");

    public static readonly Problem NoText = new(
        ProblemTypes.DocumentHasNoText, 422, "There is no text in the file", "It may be a scan: have its text recognised first, and upload the result.");

    public static readonly Problem TooComplex = new(
        ProblemTypes.DocumentTooComplex, 422, "The file takes too much to read", "It needs more time or memory than a document may. Upload a part of it.");

    public static readonly Problem Unreadable = new(
        ProblemTypes.DocumentUnreadable, 422, "The file cannot be read", "It is damaged, or not what its name says.");

    public static readonly Problem NoExtractor = new(
        ProblemTypes.ExtractorUnavailable, 503, "Documents cannot be read here", "The server has no program to read such files with.");

    public static readonly Problem Busy = new(
        ProblemTypes.ServiceUnavailable, 503, "Many documents are being read", "Try again soon.", RetryAfter: 5);

    public static Problem TooLarge(long maxBytes) => new(
        ProblemTypes.DocumentTooLarge, 413, "The file is too large", $"A document may have {maxBytes} bytes. Upload a part of it.");

    /// <summary>What the extractor says is wrong with the file.</summary>
    /// <param name="code">As in Extractor/extract.mjs.</param>
    /// <param name="detail">In words for the uploader.</param>
    public static Problem Of(string code, string detail) => code switch
    {
        "encrypted" => new(ProblemTypes.DocumentEncrypted, 422, "The file is protected", detail),
        "macros" => new(ProblemTypes.DocumentHasMacros, 422, "The file carries macros", detail),
        "too-deep" or "too-large-unpacked" => TooComplex with { Detail = detail },
        _ => Unreadable,
    };
}
