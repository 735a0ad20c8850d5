using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Arena.Compare.Tests.Documents;

/// <summary>Files as tests need them, good and bad, made here: none is kept in the repository.</summary>
internal static class Corpus
{
    private const string WordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    private const string MacroTypes = "application/vnd.ms-word.document.macroEnabled.main+xml";
    private const string WordNamespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>One line of text after the other, 40 to a page at most; a page for each list (ISO 32000-1, 7.5).</summary>
    public static byte[] Pdf(params string[][] pages) => Pdf(pages.Select(TextOf), encryption: "");

    /// <summary>A picture on a page, and no text.</summary>
    public static byte[] ScannedPdf() => Pdf(["q 100 0 0 100 72 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7F EI Q"], encryption: "");

    /// <summary>Whose user password is not the empty one: no hash of it fits (7.6.3.4).</summary>
    public static byte[] EncryptedPdf()
    {
        var hash = new string('5', 64);
        return Pdf([TextOf(["Secret"])], $"/Encrypt<</Filter/Standard/V 1/R 2/O<{hash}>/U<{hash}>/P -44>>/ID[<{hash}><{hash}>]");
    }

    /// <summary>A page whose content unpacks to many times what it is (7.4.4).</summary>
    public static byte[] PdfBomb(int unpackedMib)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)' ');
            for (var i = 0; i < unpackedMib; i++)
            {
                zlib.Write(block);
            }
        }

        return Pdf([Encoding.Latin1.GetString(packed.ToArray())], encryption: "", "/Filter/FlateDecode");
    }

    /// <summary>A page tree whose only node is its own child (7.7.3).</summary>
    public static byte[] PdfWithEndlessPageTree() => PdfOf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1000000000/Kids[2 0 R]>>"], trailer: "");

    /// <summary>A cross-reference section that names itself as the one before it (7.5.8).</summary>
    public static byte[] PdfWithEndlessReferences() => PdfOf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>"], trailer: "/Prev START");

    /// <summary>An array in an array in an array …</summary>
    public static byte[] DeepPdf(int depth) =>
        PdfOf(["<</Type/Catalog/Pages 2 0 R>>", $"<</Type/Pages/Count 1/Kids{new string('[', depth)}{new string(']', depth)}>>"], trailer: "");

    /// <summary>A character of its font means half of a surrogate pair (9.10.3), which no text may hold.</summary>
    public static byte[] PdfWithHalfCharacters()
    {
        const string Meaning = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <D83D> endbfchar endcmap";
        return PdfOf(
            [
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Type/Pages/Count 1/Kids[4 0 R]>>",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
                Stream(TextOf(["Half A pair."])),
                Stream(Meaning),
            ],
            trailer: "");
    }

    public static byte[] Docx(params string[] paragraphs) => Word(WordTypes, Document(string.Concat(paragraphs.Select(text => $"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))));

    public static byte[] Docm() => Word(MacroTypes, Document("<w:p/>"), ("word/vbaProject.bin", "macro"));

    /// <summary>A macro project in what says that it is an ordinary document.</summary>
    public static byte[] DisguisedDocm() => Word(WordTypes, Document("<w:p/>"), ("word/vbaProject.bin", "macro"));

    /// <summary>Small as a file, large as a document.</summary>
    public static byte[] DocxBomb(int unpackedMib) => Word(WordTypes, Document("<w:p><w:r><w:t>" + new string('a', unpackedMib << 20) + "</w:t></w:r></w:p>"));

    /// <summary>A document that grows without end when its entities are expanded ("billion laughs").</summary>
    public static byte[] DocxWithEntities() => Word(
        WordTypes, $"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>{Document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")}");

    public static byte[] DeepDocx(int depth) => Word(
        WordTypes, Document(string.Concat(Enumerable.Repeat("<w:sdt>", depth)) + string.Concat(Enumerable.Repeat("</w:sdt>", depth))));

    /// <summary>Two parts of one name: programs differ in which of them they read.</summary>
    public static byte[] DocxTwice() => Word(WordTypes, Document("<w:p><w:r><w:t>One.</w:t></w:r></w:p>"), ("word/document.xml", Document("<w:p><w:r><w:t>Another.</w:t></w:r></w:p>")));

    /// <summary>A macro project under a name of its own choice, told only by its type.</summary>
    public static byte[] RenamedMacros() => Zip(
    [
        .. WordParts(WordTypes, Document("<w:p/>"), "<Override PartName=\"/word/picture.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>"),
        ("word/picture.bin", "macro"),
    ]);

    /// <summary>Each paragraph opens all elements again that were never closed: HTML, "reconstruct the active formatting elements".</summary>
    public static byte[] GrowingHtml(int open) => Utf8(
        string.Concat(Enumerable.Range(0, open).Select(i => $"<b id={i}>")) + string.Concat(Enumerable.Repeat("<p>x", open)));

    public static byte[] DeepHtml(int depth) => Utf8($"{string.Concat(Enumerable.Repeat("<div>", depth))}deep{string.Concat(Enumerable.Repeat("</div>", depth))}");

    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(Utf8(content));
            }
        }

        return file.ToArray();
    }

    private static string Document(string body) => $"<w:document {WordNamespace}><w:body>{body}</w:body></w:document>";

    private static byte[] Word(string type, string document, params (string Name, string Content)[] others) => Zip([.. WordParts(type, document), .. others]);

    private static (string Name, string Content)[] WordParts(string type, string document, string declarations = "") =>
    [
        ("[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"{type}\"/>{declarations}</Types>"),
        ("word/document.xml", document),
    ];

    private static string TextOf(string[] lines) =>
        $"BT /F1 11 Tf 14 TL 72 720 Td {string.Join(" T* ", lines.Select(line => $"({line}) Tj"))} ET";

    private static byte[] Pdf(IEnumerable<string> contents, string encryption, string filter = "")
    {
        var pages = contents.ToList();
        List<string> objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select((_, i) => $"{4 + (2 * i)} 0 R"))}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        foreach (var (i, content) in pages.Index())
        {
            objects.Add($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + (2 * i)} 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
            objects.Add(Stream(content, filter));
        }

        return PdfOf(objects, encryption);
    }

    private static string Stream(string content, string filter = "") => $"<</Length {content.Length}{filter}>>stream\n{content}\nendstream";

    /// <summary>The file around its objects; START in the trailer is where the cross-reference section begins.</summary>
    private static byte[] PdfOf(List<string> objects, string trailer)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (i, content) in objects.Index())
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{content}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Count + 1}/Root 1 0 R{trailer.Replace("START", $"{start}", StringComparison.Ordinal)}>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
