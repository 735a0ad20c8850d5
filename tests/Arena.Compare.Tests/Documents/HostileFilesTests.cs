using System.Net;
using Arena.Compare.Tests.Hosting;
using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;
using Microsoft.EntityFrameworkCore;

namespace Arena.Compare.Tests.Documents;

/// <summary>Files that are made to harm, uploaded as people do it: each gets a clear answer, within its memory, and nothing of it stays.</summary>
[Collection(nameof(Alone))]
public sealed class HostileFilesTests(ArenaFixture arena) : IClassFixture<ArenaFixture>
{
    private const int MemoryMib = 256;
    private const int TimeoutSeconds = 15;
    private const int MaxBytes = 10 << 20;
    private const int MaxCharacters = 10_000;
    private const string Cut = "cut";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Where the two readers of PDF differ, both answers are clear ones.</summary>
    private static readonly HostileFile[] Pdfs =
    [
        new("scan.pdf", Corpus.ScannedPdf, ProblemTypes.DocumentHasNoText),
        new("encrypted.pdf", Corpus.EncryptedPdf, ProblemTypes.DocumentEncrypted),
        new("none.pdf", () => Corpus.Utf8("%PDF-1.7\nthis is none"), ProblemTypes.DocumentUnreadable),
        new("truncated.pdf", () => Corpus.Pdf([.. Enumerable.Repeat("Cut off.", 40)])[..300], ProblemTypes.DocumentUnreadable),
        // Poppler streams through the content and finds no text in it; pdf.js unpacks it and is stopped.
        new("bomb.pdf", () => Corpus.PdfBomb(unpackedMib: 400), ProblemTypes.DocumentHasNoText, PdfJs: ProblemTypes.DocumentTooComplex),
        new("endless-pages.pdf", Corpus.PdfWithEndlessPageTree, ProblemTypes.DocumentUnreadable),
        new("endless-references.pdf", Corpus.PdfWithEndlessReferences, ProblemTypes.DocumentUnreadable, PdfJs: ProblemTypes.DocumentHasNoText),
        new("deep.pdf", () => Corpus.DeepPdf(200_000), ProblemTypes.DocumentHasNoText, PdfJs: ProblemTypes.DocumentUnreadable),
        new("long.pdf", () => Corpus.Pdf([.. Enumerable.Repeat(Enumerable.Repeat(new string('x', 100), 40).ToArray(), 3)]), Cut),
        new("half.pdf", Corpus.PdfWithHalfCharacters, "read"),
    ];

    private static readonly HostileFile[] Others =
    [
        new("empty.txt", () => [], ProblemTypes.DocumentEmpty),
        new("large.txt", () => new byte[MaxBytes + 1], ProblemTypes.DocumentTooLarge),
        new("program.exe", () => Corpus.Utf8("MZ"), ProblemTypes.DocumentTypeUnsupported),
        new("macros.docm", Corpus.Docm, ProblemTypes.DocumentTypeUnsupported),
        new("old-or-encrypted.docx", () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], ProblemTypes.DocumentTypeUnsupported),
        new("text.pdf", () => Corpus.Utf8("text"), ProblemTypes.DocumentTypeMismatch),
        new("binary.csv", () => [(byte)'a', 0, (byte)'b'], ProblemTypes.DocumentTypeMismatch),
        new("pdf-and-archive.pdf", () => [.. Corpus.Pdf(["x"]), .. Corpus.Docx("y")], ProblemTypes.DocumentTypeMismatch),
        new("page-and-pdf.html", () => [.. Corpus.Utf8("<!--"), .. Corpus.Pdf(["x"])], ProblemTypes.DocumentTypeMismatch),
        new("archive-and-pdf.docx", () => [.. "PK\x03\x04"u8, .. Corpus.Pdf(["x"])], ProblemTypes.DocumentTypeMismatch),
        new("macros.docx", Corpus.Docm, ProblemTypes.DocumentHasMacros),
        new("disguised-macros.docx", Corpus.DisguisedDocm, ProblemTypes.DocumentHasMacros),
        new("renamed-macros.docx", Corpus.RenamedMacros, ProblemTypes.DocumentHasMacros),
        new("bomb.docx", () => Corpus.DocxBomb(unpackedMib: 70), ProblemTypes.DocumentTooComplex),
        new("parts.docx", () => Corpus.Zip([.. Enumerable.Range(0, 3000).Select(i => ($"{i}", ""))]), ProblemTypes.DocumentTooComplex),
        new("entities.docx", Corpus.DocxWithEntities, ProblemTypes.DocumentUnreadable),
        new("deep.docx", () => Corpus.DeepDocx(100_000), ProblemTypes.DocumentTooComplex),
        new("archive.docx", () => Corpus.Zip(("readme.txt", "not Word")), ProblemTypes.DocumentUnreadable),
        new("twice.docx", Corpus.DocxTwice, ProblemTypes.DocumentUnreadable),
        new("truncated.docx", () => Corpus.Docx("cut off")[..200], ProblemTypes.DocumentUnreadable),
        new("blank.docx", () => Corpus.Docx(""), ProblemTypes.DocumentHasNoText),
        new("deep.html", () => Corpus.DeepHtml(100_000), ProblemTypes.DocumentTooComplex),
        new("growing.html", () => Corpus.GrowingHtml(5_000), ProblemTypes.DocumentTooComplex),
        new("script.html", () => Corpus.Utf8("<script>alert(1)</script>"), ProblemTypes.DocumentHasNoText),
        new("spaces.txt", () => Corpus.Utf8(new string(' ', MaxBytes)), ProblemTypes.DocumentHasNoText),
        new("feeds.txt", () => Corpus.Utf8(new string('\f', MaxBytes)), ProblemTypes.DocumentTooComplex),
        new("one-line.csv", () => Corpus.Utf8(string.Concat(Enumerable.Repeat("a,", MaxBytes / 2))), Cut),
        // The cut falls into the middle of the last character.
        new("half.md", () => Corpus.Utf8(new string('x', MaxCharacters - 1) + "😀"), Cut),
    ];

    [Fact]
    public Task PDF_for_pdftotext() => AClearAnswerIsAllThatComesOfAsync(Pdfs, "pdftotext", file => file.Answer);

    [Fact]
    public Task PDF_for_pdf_js() => AClearAnswerIsAllThatComesOfAsync(Pdfs, "pdfjs", file => file.PdfJs ?? file.Answer);

    [Fact]
    public Task Files_of_other_kinds() => AClearAnswerIsAllThatComesOfAsync(Others, "auto", file => file.Answer);

    private async Task AClearAnswerIsAllThatComesOfAsync(HostileFile[] files, string reader, Func<HostileFile, string> expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are watched by /proc.");
        using var replica = arena.StartWeb(settings:
        [
            ("Documents:PdfReader", reader), ("Documents:ExtractionMemoryMib", $"{MemoryMib}"), ("Documents:MaxBytes", $"{MaxBytes}"),
            ("Documents:ExtractionTimeout", $"00:00:{TimeoutSeconds}"), ("Documents:MaxCharacters", $"{MaxCharacters}"),
        ]);
        var person = new Person(replica.CreateClient());
        using var folder = new TemporaryFolder();
        var (stored, installed) = (await StoredAsync(), Installed());
        var answers = new string[files.Length];

        using var watch = new ReaderWatch();
        await Parallel.ForEachAsync(files.Index(), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Token }, async (file, _) =>
            answers[file.Index] = AnswerOf(await person.UploadAsync(file.Item.Name, file.Item.Make())));
        watch.Dispose();

        Assert.Equal(files.Select(file => $"{file.Name}: {expected(file)}"), files.Zip(answers, (file, answer) => $"{file.Name}: {answer}"));
        Assert.Equal(stored + answers.Count(answer => !answer.StartsWith("urn:", StringComparison.Ordinal)), await StoredAsync());
        var readers = watch.Seen.Where(program => program.Name is "node" or "pdftotext").ToList();
        Assert.NotEmpty(readers);
        Assert.Equal([$"cpu time {TimeoutSeconds}, file size 0, data size {MemoryMib << 20}, core file size 0"], readers.Select(program => program.Limits).Distinct(StringComparer.Ordinal));
        Assert.InRange(watch.Seen.Max(program => program.PeakBytes), 1, MemoryMib << 20);
        Assert.Empty(watch.Left);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(installed, Installed());
        TestContext.Current.TestOutputHelper?.WriteLine($"{readers.Count} readers, the largest had {readers.Max(program => program.PeakBytes) >> 20} MiB of {MemoryMib}.");
    }

    /// <summary>Where Node runs.</summary>
    private static List<string> Installed() =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(AppContext.BaseDirectory, "extractor"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string AnswerOf(Reply reply) => reply.Status switch
    {
        HttpStatusCode.OK when (int)reply.Json["characters"]! > MaxCharacters => "too long",
        HttpStatusCode.OK when (bool)reply.Json["cut"]! => Cut,
        HttpStatusCode.OK => "read",
        _ => reply.Problem.Type,
    };

    /// <summary>How many uploads are stored; no document is there without one.</summary>
    private async Task<int> StoredAsync()
    {
        var ledger = arena.LedgerService<LedgerContext>(out var scope);
        using (scope)
        {
            Assert.False(await ledger.Documents.AnyAsync(document => !ledger.DocumentUploads.Any(upload => upload.DocumentId == document.Id), Token));
            return await ledger.DocumentUploads.CountAsync(Token);
        }
    }

    /// <summary>A file and what is answered.</summary>
    /// <param name="Make">Called when it is uploaded: some are large.</param>
    /// <param name="Answer">The problem's type, or what became of its text.</param>
    /// <param name="PdfJs">What pdf.js makes of it, where that is something else.</param>
    private sealed record HostileFile(string Name, Func<byte[]> Make, string Answer, string? PdfJs = null);

    /// <summary>The folder for temporary files of this process, until it is disposed.</summary>
    private sealed class TemporaryFolder : IDisposable
    {
        private const string Variable = "TMPDIR";

        private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostile-");

        public TemporaryFolder() => Environment.SetEnvironmentVariable(Variable, Path);

        public string Path => _folder.FullName;

        public void Dispose()
        {
            Environment.SetEnvironmentVariable(Variable, _before);
            _folder.Delete(recursive: true);
        }
    }
}

/// <summary>For tests that watch the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
