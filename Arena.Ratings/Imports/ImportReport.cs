namespace Arena.Ratings.Imports;

/// <summary>What an import did with each line.</summary>
internal sealed class ImportReport
{
    public long Lines { get; set; }

    /// <summary>Votes that were new.</summary>
    public long Imported { get; set; }

    /// <summary>Votes that were there already.</summary>
    public long Known { get; set; }

    /// <summary>Lines of a log that are no votes.</summary>
    public long NoVotes { get; set; }

    /// <summary>Lines that cannot be kept.</summary>
    public long Rejected { get; set; }

    /// <summary>The first of them, and why.</summary>
    public List<RejectedLine> RejectedLines { get; } = [];

    /// <summary>New battles that are kept and not rated, by reason.</summary>
    public SortedDictionary<string, long> NotRated { get; } = new(StringComparer.Ordinal);
}

/// <summary>A line, from 1, and what is wrong with it.</summary>
internal sealed record RejectedLine(long Line, string Reason);
