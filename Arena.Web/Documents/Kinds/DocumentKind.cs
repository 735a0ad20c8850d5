namespace Arena.Web.Documents.Kinds;

/// <summary>What sort of document a file is.</summary>
/// <param name="Name">As the extractor calls it.</param>
/// <param name="MediaType">As it is stored and sent.</param>
/// <param name="Extensions">Of its files, the usual one first.</param>
/// <param name="IsText">Its bytes are text in some encoding.</param>
internal sealed record DocumentKind(string Name, string MediaType, IReadOnlyList<string> Extensions, bool IsText)
{
    public static readonly DocumentKind Pdf = new("pdf", "application/pdf", [".pdf"], IsText: false);

    public static readonly DocumentKind Docx = new(
        "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".docx"], IsText: false);

    public static readonly DocumentKind Html = new("html", "text/html", [".html", ".htm"], IsText: true);

    public static readonly DocumentKind Markdown = new("markdown", "text/markdown", [".md", ".markdown"], IsText: true);

    public static readonly DocumentKind Csv = new("csv", "text/csv", [".csv"], IsText: true);

    public static readonly DocumentKind Text = new("text", "text/plain", [".txt", ".text", ".log"], IsText: true);

    public static readonly IReadOnlyList<DocumentKind> All = [Pdf, Docx, Html, Markdown, Csv, Text];

    /// <summary>All extensions, as the file field of a page wants them.</summary>
    public static readonly string Accepted = string.Join(',', All.SelectMany(kind => kind.Extensions));

    /// <summary>By the file's extension; null for any other.</summary>
    public static DocumentKind? OfName(string name) =>
        All.FirstOrDefault(kind => kind.Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));
}
