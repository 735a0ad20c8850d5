using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board.Api;

/// <summary>A page of a board, as clients read it. Names and meanings stay; new ones may come.</summary>
/// <param name="Total">Models on the whole board.</param>
/// <param name="Votes">Votes on the whole board.</param>
internal sealed record LeaderboardPage(IReadOnlyList<LeaderboardItem> Rows, int Total, int Page, int Size, long Votes, BoardSource Board)
{
    public static LeaderboardPage Of(BoardSnapshot snapshot, int page, int size) => new(
        [.. snapshot.Rows.Skip((page - 1) * size).Take(size).Select(LeaderboardItem.Of)],
        snapshot.Rows.Count,
        page,
        size,
        snapshot.Votes,
        BoardSource.Of(snapshot));
}

/// <summary>One model.</summary>
/// <param name="Rating">Mean of all models: where Elo starts.</param>
/// <param name="Lower">Of the 95 % interval.</param>
/// <param name="RankBest">Within the intervals; null for a model that cannot be compared with all others.</param>
/// <param name="ModelId">Or the name of a family, on a board of families.</param>
/// <param name="Elo">Null for a family.</param>
/// <param name="Family">Empty when nobody said.</param>
/// <param name="Status">preliminary, usable or established.</param>
internal sealed record LeaderboardItem(
    int Rank, string ModelId, string DisplayName, bool Simulated, double Rating, long Battles, long Wins, long Losses, long Ties, long BothBad,
    double? Lower, double? Upper, int? RankBest, int? RankWorst, string Status, double? AverageWinRate, ShareInterval BothBadRate, double? Elo, string Family)
{
    public static LeaderboardItem Of(SnapshotRow row) => new(
        row.Rank, row.ModelId, row.Name.DisplayName, row.Name.Simulated, row.Rating,
        row.Counts.Battles, row.Counts.Wins, row.Counts.Losses, row.Counts.Ties, row.Counts.BothBad,
        row.Interval?.Lower, row.Interval?.Upper, row.RankBest, row.RankWorst, row.Status.Name(), row.AverageWinRate, row.BothBad, row.Elo, row.Name.Family);
}

/// <summary>What a board is made of: with the same data, method and code it is the same board.</summary>
/// <param name="Position">Votes and battles of the chain that were counted; <c>verify --anchor POSITION:HASH</c> proves them.</param>
/// <param name="Flagged">Votes with something against them, by reason; left out unless quality is "blind".</param>
internal sealed record BoardSource(
    string Method, string MethodVersion, string CodeVersion, long Position, string DataHash, DateTimeOffset ComputedAt, FitSummary? Fit,
    IReadOnlyDictionary<string, long> Flagged, IReadOnlyList<string> Categories, IReadOnlyList<string> Languages)
{
    public static BoardSource Of(BoardSnapshot snapshot) => new(
        snapshot.Key.Method is BoardMethod.Davidson ? "davidson" : "bradley-terry",
        BoardSnapshot.MethodVersion,
        BoardMaker.CodeVersion,
        snapshot.Position,
        snapshot.DataHash,
        snapshot.ComputedAt,
        snapshot.Fit,
        snapshot.Flagged,
        snapshot.Categories,
        snapshot.Languages);
}
