using Arena.ServiceDefaults.Problems;
using Arena.Web.Documents;
using Arena.Web.Documents.Extraction;
using Arena.Web.Documents.Kinds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Arena.Compare.Tests.Documents;

/// <summary>The text of files, by the programs that read them, within their limits.</summary>
public class ExtractionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> PdfReaders => ["pdftotext", "pdfjs"];

    [Theory]
    [MemberData(nameof(PdfReaders))]
    public async Task A_PDF_is_read_page_by_page(string reader)
    {
        var (text, _) = await ExtractAsync(reader, DocumentKind.Pdf, Corpus.Pdf(["First line,", "second line."], ["The second page."]));

        Assert.NotNull(text);
        Assert.Equal(("First line,\nsecond line.|The second page.", 2, false), (string.Join('|', text.Pages), text.TotalPages, text.Cut));
    }

    [Theory]
    [MemberData(nameof(PdfReaders))]
    public async Task Twenty_full_pages_are_read(string reader)
    {
        var file = Corpus.Pdf([.. Enumerable.Range(1, 20).Select(page => Enumerable.Range(1, 40).Select(line => $"Page {page}, line {line}: the quick brown fox jumps over the lazy dog.").ToArray())]);

        var (text, _) = await ExtractAsync(reader, DocumentKind.Pdf, file);

        Assert.NotNull(text);
        Assert.Equal(20, text.Pages.Count);
        Assert.EndsWith("Page 20, line 40: the quick brown fox jumps over the lazy dog.", text.Pages[19], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PdfReaders))]
    public async Task What_is_too_long_is_cut_and_says_so(string reader)
    {
        var file = Corpus.Pdf(["One."], ["Two."], ["Three."]);

        var (byPages, _) = await ExtractAsync(reader, DocumentKind.Pdf, file, new() { MaxPages = 2 });
        var (byCharacters, _) = await ExtractAsync(reader, DocumentKind.Pdf, file, new() { MaxCharacters = 3 });

        Assert.Equal(("One.|Two.", 3, true), (string.Join('|', byPages!.Pages), byPages.TotalPages, byPages.Cut));
        Assert.Equal(("One", true), (string.Join('|', byCharacters!.Pages), byCharacters.Cut));
    }

    [Fact]
    public async Task A_reader_that_takes_too_long_is_stopped()
    {
        var (_, problem) = await ExtractAsync(
            "pdfjs", DocumentKind.Pdf, Corpus.Pdf(["Late."]), new() { ExtractionTimeout = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(ProblemTypes.DocumentTooComplex, problem?.Type);
    }

    [Theory]
    [InlineData("text", "a\r\nb\fc", "a\nb|c")]
    [InlineData("markdown", "# Title\n\n- one", "# Title\n\n- one")]
    [InlineData("csv", "a,b\n1,\"x\ny\"", "a,b\n1,\"x\ny\"")]
    [InlineData("html", "<title>no</title><h1>A &amp; B</h1><p>one<br>two <b>three</b></p><ul><li>x</ul><p hidden>secret</p><p style='display:none'>too</p>", "A & B\n\none\ntwo three\n\n- x")]
    public async Task Other_kinds_say_what_they_say(string kind, string file, string text)
    {
        var (read, _) = await ExtractAsync("pdfjs", DocumentKind.All.Single(known => known.Name == kind), Corpus.Utf8(file));

        Assert.Equal(text, string.Join('|', read!.Pages));
    }

    [Fact]
    public async Task A_Word_document_is_read_paragraph_by_paragraph()
    {
        var (read, _) = await ExtractAsync("pdfjs", DocumentKind.Docx, Corpus.Docx("First &amp; last.", "Second."));

        Assert.Equal(["First & last.\nSecond."], read!.Pages);
    }

    [Fact]
    public async Task Text_of_Windows_and_of_UTF_16_is_text()
    {
        var (latin, _) = await ExtractAsync("pdfjs", DocumentKind.Text, [0x47, 0x72, 0xFC, 0xDF, 0x65]);
        var (wide, _) = await ExtractAsync("pdfjs", DocumentKind.Text, [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("Grüße")]);

        Assert.Equal(["Grüße", "Grüße"], [latin!.Pages[0], wide!.Pages[0]]);
    }

    private static async Task<(ExtractedText? Text, Arena.Web.Battles.Api.Problem? Problem)> ExtractAsync(
        string reader, DocumentKind kind, byte[] file, DocumentOptions? limits = null)
    {
        limits ??= new();
        limits.PdfReader = reader;
        var options = Options.Create(limits);
        var processes = new LimitedProcess(TimeProvider.System);
        ITextReader[] readers = [new PdfToTextReader(processes, options), new NodeReader(processes, options, NullLogger<NodeReader>.Instance)];
        Assert.SkipUnless(Array.TrueForAll(readers, one => one.Name != reader || one.IsInstalled), $"There is no {reader} on this machine.");
        using var extractor = new DocumentExtractor(readers, options, TimeProvider.System);
        return await extractor.ExtractAsync(kind, file, Token);
    }
}
