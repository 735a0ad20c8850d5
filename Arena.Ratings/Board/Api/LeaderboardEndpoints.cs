using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Ratings.Board.Api;

internal static class LeaderboardEndpoints
{
    private const int MostModels = 100;

    public static IEndpointRouteBuilder MapLeaderboard(this IEndpointRouteBuilder routes)
    {
        var board = routes.MapGroup("/api/leaderboard").WithTags("Leaderboard");
        board.MapGet("/", GetBoard).WithName("GetLeaderboard").WithSummary("A board, best model first.");
        board.MapGet("/matrix", GetMatrix).WithName("GetWinRateMatrix").WithSummary("Who beats whom, how often.");
        board.MapGet("/history", GetHistory).WithName("GetRatingHistory").WithSummary("Ratings over time.");
        board.MapGet("/robustness", GetRobustness).WithName("GetRankRobustness").WithSummary("How many votes would change each rank.");
        return routes;
    }

    private static async Task<IResult> GetBoard(
        [AsParameters] BoardQuery query, int? page, int? size, BoardWorker boards, EloBoard elo, LedgerReadiness readiness, HttpContext http)
    {
        var (number, rows) = (page ?? 1, size ?? EloBoard.DefaultSize);
        if (EloBoard.BrokenPaging(number, rows) is { } rule)
        {
            return Invalid("No such page", rule);
        }

        readiness.ThrowIfNotReady();
        if (query.Method is BoardQuery.Elo)
        {
            return TypedResults.Ok(await elo.ReadAsync(number, rows, http.RequestAborted));
        }

        var (key, broken) = query.Parse();
        if (key is null)
        {
            return Invalid("No such board", broken!);
        }

        var snapshot = await boards.GetAsync(key, http.RequestAborted);
        return HasVersion(http, snapshot.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(LeaderboardPage.Of(snapshot, number, rows));
    }

    private static async Task<IResult> GetMatrix([AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http)
    {
        readiness.ThrowIfNotReady();
        var (key, broken) = query.Parse();
        if (key is null)
        {
            return Invalid("No such board", broken!);
        }

        var snapshot = await boards.GetAsync(key, http.RequestAborted);
        return HasVersion(http, snapshot.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(await boards.QueryAsync(store => WinMatrix.Of(snapshot, store, MostModels), http.RequestAborted));
    }

    private static async Task<IResult> GetRobustness([AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http)
    {
        readiness.ThrowIfNotReady();
        var (key, broken) = query.Parse();
        if (key is null)
        {
            return Invalid("No such board", broken!);
        }

        var snapshot = await boards.GetAsync(key, http.RequestAborted);
        return HasVersion(http, snapshot.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(new RobustnessList(await boards.RobustnessAsync(snapshot, http.RequestAborted)));
    }

    private sealed record RobustnessList(IReadOnlyList<RankRobustness> Models);

    private static async Task<IResult> GetHistory(
        [AsParameters] BoardQuery query, int? points, BoardWorker boards, LedgerReadiness readiness, HttpContext http)
    {
        readiness.ThrowIfNotReady();
        var isElo = query.Method is BoardQuery.Elo;
        var (key, broken) = isElo ? (BoardKey.Default, null) : query.Parse();
        if (key is null)
        {
            return Invalid("No such board", broken!);
        }

        if ((points ?? RatingHistory.DefaultPoints) is not (>= 2 and <= RatingHistory.MostPoints and var count))
        {
            return Invalid("No such history", $"points is {points}: 2 … {RatingHistory.MostPoints} are expected.");
        }

        return TypedResults.Ok(await boards.HistoryAsync(key, isElo, count, http.RequestAborted));
    }

    /// <summary>Tells the client which version this is, and whether it is the one it has.</summary>
    private static bool HasVersion(HttpContext http, string etag)
    {
        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = "no-cache";
        return http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(etag, StringComparer.Ordinal);
    }

    private static ProblemHttpResult Invalid(string title, string detail) => TypedResults.Problem(
        title: title, detail: detail, statusCode: StatusCodes.Status400BadRequest, type: ProblemTypes.InvalidRequest);
}
