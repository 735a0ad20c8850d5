namespace Arena.Ratings.Engine;

/// <summary>What a voter says about two answers.</summary>
public enum Preference
{
    Left,
    Right,
    Tie,
    BothBad,
}

public static class PreferenceExtensions
{
    /// <summary>The name in the ledger and in the public API.</summary>
    public static string Name(this Preference preference) => preference switch
    {
        Preference.Left => "left",
        Preference.Right => "right",
        Preference.Tie => "tie",
        Preference.BothBad => "both_bad",
        _ => throw new ArgumentOutOfRangeException(nameof(preference), preference, "Not one of the four preferences."),
    };

    public static Preference ParseName(string name) => name switch
    {
        "left" => Preference.Left,
        "right" => Preference.Right,
        "tie" => Preference.Tie,
        "both_bad" => Preference.BothBad,
        _ => throw new FormatException($"'{name}' is not a preference. Known: left, right, tie, both_bad."),
    };

    /// <summary>The left side's score. Two bad answers are as equal as two good ones: the ledger keeps them apart, the rating does not.</summary>
    public static double LeftScore(this Preference preference) => preference switch
    {
        Preference.Left => 1,
        Preference.Right => 0,
        _ => 0.5,
    };
}
