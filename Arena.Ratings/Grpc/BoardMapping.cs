using Arena.Contracts.Ratings;
using Arena.Ratings.Board;

namespace Arena.Ratings.Grpc;

internal static class BoardMapping
{
    public static GetLeaderboardResponse ToResponse(EloPage page) => new()
    {
        Rows = { page.Rows.Select(ToRow) },
        Total = page.Total,
        Votes = page.Votes,
    };

    private static LeaderboardRow ToRow(EloRow row) => new()
    {
        Rank = row.Rank,
        ModelId = row.ModelId,
        DisplayName = row.DisplayName,
        Simulated = row.Simulated,
        Rating = row.Rating,
        Battles = row.Battles,
        Wins = row.Wins,
        Losses = row.Losses,
        Ties = row.Ties,
        BothBad = row.BothBad,
    };
}
