using Arena.ServiceDefaults.Problems;
using Arena.Web.Documents.Kinds;

namespace Arena.Compare.Tests.Documents;

public class SnifferTests
{
    public static TheoryData<string, byte[], string> Files => new()
    {
        { "a.pdf", Corpus.Pdf(["x"]), "pdf" },
        { "A.PDF", Corpus.Pdf(["x"]), "pdf" },
        { "a.docx", Corpus.Docx("x"), "docx" },
        { "a.md", Corpus.Utf8("# A PDF begins with %PDF-1.7"), "markdown" },
        { "a.txt", [0xFF, 0xFE, (byte)'a', 0], "text" },
        { "a.htm", Corpus.Utf8("<p>x"), "html" },
        { "a.csv", Corpus.Utf8("a,b"), "csv" },
        { "a.txt", [], ProblemTypes.DocumentEmpty },
        { "a.exe", Corpus.Utf8("MZ"), ProblemTypes.DocumentTypeUnsupported },
        { "pdf", Corpus.Pdf(["x"]), ProblemTypes.DocumentTypeUnsupported },
        { "a.docm", Corpus.Docm(), ProblemTypes.DocumentTypeUnsupported },
        { "a.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], ProblemTypes.DocumentTypeUnsupported },
        { "a.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], ProblemTypes.DocumentTypeUnsupported },
        { "a.pdf", Corpus.Docx("x"), ProblemTypes.DocumentTypeMismatch },
        { "a.docx", Corpus.Pdf(["x"]), ProblemTypes.DocumentTypeMismatch },
        { "a.txt", Corpus.Docx("x"), ProblemTypes.DocumentTypeMismatch },
        { "a.pdf", Corpus.Utf8("<html>"), ProblemTypes.DocumentTypeMismatch },
        { "a.csv", [(byte)'a', 0, (byte)'b'], ProblemTypes.DocumentTypeMismatch },
        // Several at once: a PDF in front of an archive, one in a web page, one behind the header of an archive.
        { "a.pdf", [.. Corpus.Pdf(["x"]), .. Corpus.Docx("y")], ProblemTypes.DocumentTypeMismatch },
        { "a.html", [.. Corpus.Utf8("<!--"), .. Corpus.Pdf(["x"])], ProblemTypes.DocumentTypeMismatch },
        { "a.docx", [.. "PK\x03\x04"u8, .. Corpus.Pdf(["x"])], ProblemTypes.DocumentTypeMismatch },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_what_both_its_name_and_its_bytes_say(string name, byte[] content, string expected)
    {
        var (kind, problem) = DocumentSniffer.Sniff(name, content);

        Assert.Equal(expected, kind?.Name ?? problem?.Type);
    }
}
