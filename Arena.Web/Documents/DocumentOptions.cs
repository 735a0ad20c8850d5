using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Web.Documents;

/// <summary>Every limit of a document, section <c>Documents</c>.</summary>
internal sealed class DocumentOptions
{
    public const string Section = "Documents";

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, 1 << 26)]
    public int MaxBytes { get; set; } = 10 << 20;

    /// <summary>The longest text, in UTF-16 code units; what follows is cut, and the reader is told.</summary>
    [Range(1, 1 << 20)]
    public int MaxCharacters { get; set; } = 400_000;

    /// <summary>The most pages; what follows is cut, and the reader is told.</summary>
    [Range(1, 100_000)]
    public int MaxPages { get; set; } = 1000;

    /// <summary>The largest sum of all parts of a packed document (DOCX), unpacked, in bytes.</summary>
    [Range(1, 1 << 30)]
    public int MaxUnpackedBytes { get; set; } = 64 << 20;

    /// <summary>The most parts of a packed document.</summary>
    [Range(1, 100_000)]
    public int MaxEntries { get; set; } = 2000;

    /// <summary>How deep elements of HTML and DOCX may be nested.</summary>
    [Range(1, 100_000)]
    public int MaxDepth { get; set; } = 512;

    /// <summary>How long the extraction of one document may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ExtractionTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How much memory the extraction of one document may use, in MiB. Node itself needs about 150.</summary>
    [Range(200, 1 << 16)]
    public int ExtractionMemoryMib { get; set; } = 512;

    /// <summary>How many documents this process has extracted at once; more wait.</summary>
    [Range(1, 64)]
    public int MaxConcurrent { get; set; } = 2;

    /// <summary>What reads a PDF: <c>auto</c> (pdftotext where it is installed, else pdf.js), <c>pdftotext</c> or <c>pdfjs</c>.</summary>
    [AllowedValues("auto", "pdftotext", "pdfjs")]
    public string PdfReader { get; set; } = "auto";
}

[OptionsValidator]
internal sealed partial class DocumentOptionsValidator : IValidateOptions<DocumentOptions>;
