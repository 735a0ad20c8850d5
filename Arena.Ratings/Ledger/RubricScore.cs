namespace Arena.Ratings.Ledger;

/// <summary>What a person or a judge model gives one side of a battle on the dimensions of a rubric. The last of a scorer counts.</summary>
internal sealed class RubricScore
{
    public required string Id { get; init; }

    /// <summary>The order of scores.</summary>
    public long Sequence { get; init; }

    public required string BattleId { get; init; }

    public Side Side { get; init; }

    /// <summary>Name and version, for example "creative-orientation/1".</summary>
    public required string Rubric { get; init; }

    /// <summary>"voter", or "judge:" and a model id.</summary>
    public required string Scorer { get; init; }

    public byte[]? SessionHash { get; init; }

    /// <summary>JSON object of dimension to number, keys in ordinal order.</summary>
    public required string Scores { get; init; }

    public DateTimeOffset GivenAt { get; init; }
}
