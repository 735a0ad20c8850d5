using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Votes;

/// <summary>A vote as boards see it: all but texts. Names are numbers of a <see cref="NameTable{T}"/>.</summary>
internal sealed record SealedVote
{
    /// <summary>Its place in the chain.</summary>
    public required long Position { get; init; }

    public required string BattleId { get; init; }

    public required int Left { get; init; }

    public required int Right { get; init; }

    public required Preference Preference { get; init; }

    public required int Category { get; init; }

    public required int Language { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null when the voter had no session.</summary>
    public required int? Voter { get; init; }

    public required int Prompt { get; init; }

    /// <summary>With which the pair was drawn; null when that is not known.</summary>
    public required double? PairProbability { get; init; }

    /// <summary>What the record says against it; <see cref="VoteFlags"/> has what other votes say.</summary>
    public required VoteFlags Recorded { get; init; }

    /// <summary>Elo after the vote.</summary>
    public required double LeftElo { get; init; }

    public required double RightElo { get; init; }

    public required StyleCounts LeftStyle { get; init; }

    public required StyleCounts RightStyle { get; init; }
}

/// <summary>Why a vote may be left out of a board. A flagged vote is kept, shown and counted; the rules of a board exclude it.</summary>
[Flags]
internal enum VoteFlags
{
    None = 0,

    /// <summary>The voter chose the models.</summary>
    Named = 1,

    /// <summary>An answer said who wrote it.</summary>
    IdentityLeak = 2,

    /// <summary>Another reason that the record gives, as of imported lines.</summary>
    NotRated = 4,

    /// <summary>The same voter judged the same models on the same prompt before.</summary>
    Duplicate = 8,

    /// <summary>The voter's choices are too unlike everybody else's to be chance.</summary>
    AnomalousVoter = 16,

    /// <summary>The voter voted faster than people read.</summary>
    Burst = 32,
}

internal static class VoteFlagNames
{
    public static readonly IReadOnlyList<(VoteFlags Flag, string Name)> All =
    [
        (VoteFlags.Named, "named"), (VoteFlags.IdentityLeak, "identity_leak"), (VoteFlags.NotRated, "not_rated"),
        (VoteFlags.Duplicate, "duplicate"), (VoteFlags.AnomalousVoter, "anomalous_voter"), (VoteFlags.Burst, "burst"),
    ];
}
