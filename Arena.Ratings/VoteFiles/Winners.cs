using Arena.Ratings.Engine;

namespace Arena.Ratings.VoteFiles;

/// <summary>Names of outcomes in public sets and in FastChat's files.</summary>
internal static class Winners
{
    public const string Known = "model_a, model_b, tie, tie (bothbad), both_bad";

    /// <summary>The outcome of a name; null when it is none.</summary>
    public static Preference? Parse(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("model_a"u8) => Preference.Left,
        _ when name.SequenceEqual("model_b"u8) => Preference.Right,
        _ when name.SequenceEqual("tie"u8) => Preference.Tie,
        _ when name.SequenceEqual("both_bad"u8) || name.SequenceEqual("tie (bothbad)"u8) => Preference.BothBad,
        _ => null,
    };

    /// <summary>The outcome of a line of FastChat's vote log; null when the line is no vote (share, flag, chat, upvote …).</summary>
    public static Preference? ParseLogType(string? type) => type switch
    {
        "leftvote" => Preference.Left,
        "rightvote" => Preference.Right,
        "tievote" => Preference.Tie,
        "bothbad_vote" => Preference.BothBad,
        _ => null,
    };
}
