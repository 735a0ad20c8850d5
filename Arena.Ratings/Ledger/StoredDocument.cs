namespace Arena.Ratings.Ledger;

/// <summary>An uploaded file and its text, once for each content.</summary>
internal sealed class StoredDocument
{
    /// <summary>Hexadecimal SHA-256 of the content.</summary>
    public required string Id { get; init; }

    public required string MediaType { get; init; }

    public long Size { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>The text, page by page.</summary>
    public required string[] Pages { get; init; }

    /// <summary>More than there are <see cref="Pages"/> where the text was cut.</summary>
    public int TotalPages { get; init; }

    public bool Cut { get; init; }

    public required string ExtractedBy { get; init; }

    public DateTimeOffset StoredAt { get; init; }
}

/// <summary>That somebody uploaded a document, and by which name.</summary>
internal sealed class DocumentUpload
{
    public long Id { get; init; }

    public required string DocumentId { get; init; }

    public required string Name { get; init; }

    public byte[]? SessionHash { get; init; }

    public DateTimeOffset UploadedAt { get; init; }
}
