namespace Arena.Ratings.Exports.Formats;

/// <summary>What lines a piece of evidence makes in a format.</summary>
internal interface IExportFormat
{
    /// <summary>In the address and on the command line.</summary>
    string Name { get; }

    /// <summary>What it is made of: one of <see cref="Ledger.Chain.RecordKind"/>.</summary>
    string Evidence => Ledger.Chain.RecordKind.Vote;

    /// <summary>Whether the same line twice is one line: for training, not for logs.</summary>
    bool Deduplicates => true;

    /// <summary>Objects that become one line of JSON each; none where the evidence teaches nothing in this format.</summary>
    IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter);
}
