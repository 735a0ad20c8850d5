using Arena.Contracts.Ratings;

namespace Arena.Web.Pages;

/// <summary>The leaderboard, page by page.</summary>
internal sealed class BoardReader(Ratings.RatingsClient ratings)
{
    public const int PageSize = 100;

    /// <summary>A page beyond this is a mistyped address.</summary>
    public const int LastPage = 1000;

    public async Task<GetLeaderboardResponse> ReadAsync(int page, CancellationToken cancellationToken) =>
        await ratings.GetLeaderboardAsync(new() { Page = page, Size = PageSize }, cancellationToken: cancellationToken);
}
