using Arena.Contracts.Ratings;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Grpc;

internal static class PlaceMapping
{
    /// <summary>Null when there is no board yet, or the model is not on it.</summary>
    public static BoardPlace? Find(BoardSnapshot? board, string modelId)
    {
        if (board?.Rows.FirstOrDefault(row => string.Equals(row.ModelId, modelId, StringComparison.Ordinal)) is not { } row)
        {
            return null;
        }

        var place = new BoardPlace { Rank = row.Rank, Rating = row.Rating, Status = row.Status.Name(), Models = board.Rows.Count };
        if (row is { RankBest: { } best, RankWorst: { } worst })
        {
            (place.RankBest, place.RankWorst) = (best, worst);
        }

        if (row.Interval is { } interval)
        {
            (place.Lower, place.Upper) = (interval.Lower, interval.Upper);
        }

        return place;
    }
}
