namespace Arena.Ratings.Ledger;

/// <summary>What the voter asked. Deleting the row erases it and changes no rating.</summary>
internal sealed class PromptText
{
    public string BattleId { get; init; } = null!;

    public required string Content { get; init; }
}

/// <summary>What a model answered. Deleting the row erases it and changes no rating.</summary>
internal sealed class AnswerText
{
    public string BattleId { get; init; } = null!;

    public Side Side { get; init; }

    public required string Content { get; init; }
}
