namespace Arena.Ratings.Ledger;

/// <summary>How often a judge model gave no scores for one side of a battle. It counts, and is no evidence: not sealed.</summary>
internal sealed class FailedJudgement
{
    public required string BattleId { get; init; }

    public Side Side { get; init; }

    public required string Rubric { get; init; }

    /// <summary>"judge:" and a model id.</summary>
    public required string Scorer { get; init; }

    public int Attempts { get; init; }
}
