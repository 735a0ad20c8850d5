using Arena.ServiceDefaults.Problems;
using Arena.Ratings.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Ratings.Board;

internal static class LeaderboardEndpoints
{
    public static IEndpointRouteBuilder MapLeaderboard(this IEndpointRouteBuilder routes)
    {
        var board = routes.MapGroup("/api/leaderboard").WithTags("Leaderboard");
        board.MapGet("/", GetBoard).WithName("GetLeaderboard").WithSummary("The board, best model first.");
        return routes;
    }

    private static async Task<Results<Ok<BoardPage>, ProblemHttpResult>> GetBoard(
        [AsParameters] BoardQuery query, BoardReader reader, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        var (page, size) = (query.Page ?? 1, query.Size ?? BoardReader.DefaultSize);
        if (page is < 1 or > BoardReader.MaxPage || size is < 1 or > BoardReader.MaxSize)
        {
            return TypedResults.Problem(
                title: "No such page",
                detail: $"page is {page} and size is {size}; page goes from 1 to {BoardReader.MaxPage}, size from 1 to {BoardReader.MaxSize}.",
                statusCode: StatusCodes.Status400BadRequest,
                type: ProblemTypes.InvalidRequest);
        }

        readiness.ThrowIfNotReady();
        return TypedResults.Ok(await reader.ReadAsync(page, size, cancellationToken));
    }

    /// <param name="Page">From 1; default 1.</param>
    /// <param name="Size">1 … 200; default 50.</param>
    private sealed record BoardQuery(int? Page, int? Size);
}
