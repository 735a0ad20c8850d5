using System.Text.Json.Serialization;

namespace Arena.Web.Boards;

// What the ratings service answers below /api/leaderboard (docs/ledger.md).

/// <summary>A page of a board. What only a fitted board has is null on the Elo board.</summary>
/// <param name="Total">Models on the whole board.</param>
/// <param name="Votes">Votes on the whole board.</param>
public sealed record Board(IReadOnlyList<BoardRow> Rows, int Total, int Page, int Size, long Votes, [property: JsonPropertyName("board")] BoardSource? Source);

/// <summary>One model of a board.</summary>
/// <param name="Lower">Of the 95 % interval.</param>
/// <param name="RankBest">Null for a model that cannot be ranked.</param>
/// <param name="AverageWinRate">Against the other models of the board, 0 … 1.</param>
public sealed record BoardRow(
    int Rank, string ModelId, string DisplayName, bool Simulated, double Rating, long Battles, long Wins, long Losses, long Ties, long BothBad,
    double? Lower, double? Upper, int? RankBest, int? RankWorst, string? Status, double? AverageWinRate, Share? BothBadRate, double? Elo)
{
    /// <summary>Half of the interval's width; null without one.</summary>
    public double? Margin => (Upper - Lower) / 2;
}

/// <summary>A share, 0 … 1, with its 95 % interval.</summary>
public sealed record Share([property: JsonPropertyName("share")] double Value, double Lower, double Upper);

/// <summary>What a board is made of.</summary>
public sealed record BoardSource(
    string Method, string MethodVersion, string CodeVersion, long Position, string DataHash, DateTimeOffset ComputedAt, BoardFit? Fit,
    IReadOnlyDictionary<string, long> Flagged, IReadOnlyList<string> Categories, IReadOnlyList<string> Languages);

/// <summary>What the fit says about itself.</summary>
/// <param name="GradientNorm">In votes.</param>
/// <param name="Problem">Which models cannot be compared; null when all can.</param>
/// <param name="LeftChance">Of the left side between equals.</param>
public sealed record BoardFit(
    double GradientNorm, int Iterations, double Ridge, string? Problem, double? TieParameter, double? LeftChance, long CappedWeights, IReadOnlyList<StyleWorth>? Style);

/// <summary>What one standard deviation of a difference in style is worth.</summary>
public sealed record StyleWorth(string Feature, double Logit, double StandardError);

/// <summary>Who beats whom: the share of decisive votes that the row won against the column; null where there is none.</summary>
public sealed record WinMatrix(IReadOnlyList<string> Models, IReadOnlyList<IReadOnlyList<double?>> WinRate, IReadOnlyList<double?> AverageWinRate);

/// <summary>Ratings after each of some numbers of votes.</summary>
public sealed record RatingHistory(string Method, long Position, IReadOnlyList<HistoryPoint> Points);

public sealed record HistoryPoint(DateTimeOffset At, long Votes, IReadOnlyDictionary<string, double> Ratings);

public sealed record RobustnessList(IReadOnlyList<RankRobustness> Models);

/// <summary>The fewest invented votes that lift a model by a place, and that cost it one; null where none do.</summary>
public sealed record RankRobustness(string Model, int Place, long? VotesToGain, long? VotesToLose);

/// <summary>One model: its row, its rating on each kind of query, and whom it met. No row where no vote of the board was on it.</summary>
public sealed record ModelProfile(BoardRow? Row, int Total, IReadOnlyList<ModelStrength> Strengths, IReadOnlyList<HeadToHead> Opponents);

/// <summary>A model on the board of one kind of query.</summary>
/// <param name="Total">Models on that board.</param>
public sealed record ModelStrength(string Category, int Total, BoardRow Row);

/// <summary>All votes between a model and another, as the model sees them.</summary>
public sealed record HeadToHead(string ModelId, string DisplayName, double Rating, long Battles, long Wins, long Losses, long Ties, long BothBad, double? WinRate);
