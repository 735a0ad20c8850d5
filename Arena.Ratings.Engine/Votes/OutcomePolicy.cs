namespace Arena.Ratings.Engine;

/// <summary>What a tie counts in a fit that knows wins only (Bradley–Terry, Elo). Davidson's model has a parameter of its own for ties.</summary>
public enum TiePolicy
{
    /// <summary>Half a win for each side.</summary>
    Half,

    /// <summary>The vote is left out.</summary>
    Drop,
}

/// <summary>What "both are bad" counts in a fit. The ledger always keeps it apart.</summary>
public enum BothBadPolicy
{
    /// <summary>As a tie, whatever a tie counts.</summary>
    Tie,

    /// <summary>The vote is left out.</summary>
    Drop,
}

/// <summary>Which of the four outcomes a fit counts, and as what.</summary>
public sealed record OutcomePolicy(TiePolicy Ties = TiePolicy.Half, BothBadPolicy BothBad = BothBadPolicy.Tie)
{
    public static OutcomePolicy Default { get; } = new();

    /// <summary>Wins alone: what a seat term is estimated on.</summary>
    public static OutcomePolicy DecisiveOnly { get; } = new(TiePolicy.Drop, BothBadPolicy.Drop);

    /// <summary>Whether a vote is counted at all.</summary>
    public bool Counts(Preference preference) => preference switch
    {
        Preference.Tie => Ties == TiePolicy.Half,
        Preference.BothBad => BothBad == BothBadPolicy.Tie && Ties == TiePolicy.Half,
        _ => true,
    };
}
