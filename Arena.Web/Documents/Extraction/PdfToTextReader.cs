using System.Globalization;
using System.Text;
using Arena.Web.Battles.Api;
using Arena.Web.Documents.Api;
using Arena.Web.Documents.Kinds;
using Microsoft.Extensions.Options;

namespace Arena.Web.Documents.Extraction;

/// <summary>Poppler's <c>pdftotext</c> (pdftotext(1)): a form feed ends each page.</summary>
internal sealed class PdfToTextReader(LimitedProcess processes, IOptions<DocumentOptions> options) : ITextReader
{
    private const int LongestCharacter = 4; // bytes of UTF-8
    private const string Refused = "not allowed"; // "Copying of text from this document is not allowed."
    private const string Password = "Incorrect password";

    private readonly string? _program = Programs.Find("pdftotext");

    public string Name => "pdftotext";

    public bool IsInstalled => _program is not null;

    public bool Reads(DocumentKind kind) => kind == DocumentKind.Pdf;

    public async Task<(ExtractedText? Text, Problem? Problem)> ReadAsync(
        DocumentKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        string[] arguments = ["-enc", "UTF-8", "-eol", "unix", "-l", (limits.MaxPages + 1).ToString(CultureInfo.InvariantCulture), "-", "-"];
        var result = await processes.RunAsync(
            new(_program!, arguments, Path.GetTempPath(), limits.ExtractionTimeout, limits.ExtractionMemoryMib, limits.MaxCharacters * LongestCharacter),
            content,
            cancellationToken);
        return result.End switch
        {
            ProcessEnd.Succeeded or ProcessEnd.TooMuchOutput => (Cut(result, limits), null),
            ProcessEnd.Failed when result.Errors.Contains(Password, StringComparison.Ordinal) => (null, DocumentProblems.Of("encrypted", "The document is protected by a password.")),
            ProcessEnd.Failed when result.Errors.Contains(Refused, StringComparison.Ordinal) => (null, DocumentProblems.Of("encrypted", "The document does not allow its text to be copied.")),
            ProcessEnd.Failed when result.Errors.Contains("memory", StringComparison.OrdinalIgnoreCase) || result.Errors.Contains("bad_alloc", StringComparison.Ordinal) => (null, DocumentProblems.TooComplex),
            ProcessEnd.Failed => (null, DocumentProblems.Unreadable),
            _ => (null, DocumentProblems.TooComplex),
        };
    }

    private ExtractedText Cut(ProcessResult result, DocumentOptions limits)
    {
        var text = Encoding.UTF8.GetString(result.Output);
        var cut = result.End is ProcessEnd.TooMuchOutput || text.Length > limits.MaxCharacters;
        var pages = text[..Math.Min(text.Length, limits.MaxCharacters)].Split('\f');
        if (pages is [.., "" or "\n"] && pages.Length > 1)
        {
            pages = pages[..^1]; // behind the last form feed
        }

        return new([.. pages.Take(limits.MaxPages)], pages.Length, cut || pages.Length > limits.MaxPages, Name);
    }
}
