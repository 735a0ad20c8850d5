namespace Arena.Ratings.Ledger;

/// <summary>How one side's answer came to be. Its text is in <see cref="AnswerText"/>.</summary>
internal sealed class BattleAnswer : RecordedAnswer
{
    public string BattleId { get; init; } = null!;

    public Side Side { get; init; }

    /// <summary>Null once erased.</summary>
    public AnswerText? Text { get; init; }
}
