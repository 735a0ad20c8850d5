namespace Arena.Ratings.Ledger;

/// <summary>How one answer came to be. Its text is kept apart.</summary>
internal abstract class RecordedAnswer
{
    /// <summary>What was asked for.</summary>
    public string AskedModelId { get; set; } = "";

    /// <summary>What answered, and so what is rated.</summary>
    public string ModelId { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public bool Simulated { get; set; }

    /// <summary>Of the model, as its owner groups models now; no part of the record, because groups may change and battles may not.</summary>
    public string Family { get; set; } = "";

    public string DeploymentId { get; set; } = "";

    public string UpstreamModel { get; set; } = "";

    /// <summary>Of the weights or the endpoint; null when it is not known.</summary>
    public string? Revision { get; set; }

    public bool FellBack { get; set; }

    public string FinishReason { get; set; } = "";

    public int InputTokens { get; set; }

    public int OutputTokens { get; set; }

    public bool UsageEstimated { get; set; }

    /// <summary>US dollars; null when it is not known.</summary>
    public double? CostUsd { get; set; }

    public double TimeToFirstTokenSeconds { get; set; }

    public double DurationSeconds { get; set; }

    /// <summary>Markdown headers, list items and bold spans: what style control needs of a text that may be erased.</summary>
    public int Headers { get; set; }

    public int ListItems { get; set; }

    public int BoldSpans { get; set; }

    /// <summary><see cref="Ledger.TextHash"/> of the answer; null where it was erased before the ledger was sealed.</summary>
    public byte[]? TextHash { get; set; }
}
