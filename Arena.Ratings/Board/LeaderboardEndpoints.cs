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
        if (BoardReader.BrokenPaging(page, size) is { } rule)
        {
            return TypedResults.Problem(
                title: "No such page", detail: rule, statusCode: StatusCodes.Status400BadRequest, type: ProblemTypes.InvalidRequest);
        }

        readiness.ThrowIfNotReady();
        return TypedResults.Ok(await reader.ReadAsync(page, size, cancellationToken));
    }

    /// <summary>Which part of the board.</summary>
    /// <param name="Page">From 1; default 1.</param>
    /// <param name="Size">1 … 200; default 50.</param>
    private sealed record BoardQuery(int? Page, int? Size);
}
