namespace Arena.Ratings.Ledger;

/// <summary>Where an answer was shown.</summary>
internal enum Side
{
    Left,
    Right,
}

/// <summary>How one side's answer came to be. Its text is in <see cref="AnswerText"/>.</summary>
internal sealed class BattleAnswer
{
    public string BattleId { get; init; } = null!;

    public Side Side { get; init; }

    /// <summary>What the pair drew.</summary>
    public required string AskedModelId { get; init; }

    /// <summary>What answered, and so what is rated.</summary>
    public required string ModelId { get; init; }

    public required string DisplayName { get; init; }

    public bool Simulated { get; init; }

    public required string DeploymentId { get; init; }

    public required string UpstreamModel { get; init; }

    public bool FellBack { get; init; }

    public required string FinishReason { get; init; }

    public int InputTokens { get; init; }

    public int OutputTokens { get; init; }

    public bool UsageEstimated { get; init; }

    public double TimeToFirstTokenSeconds { get; init; }

    public double DurationSeconds { get; init; }

    /// <summary>Null once erased.</summary>
    public AnswerText? Text { get; init; }
}
