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
        board.MapGet("/models/{**model}", GetModel).WithName("GetModelProfile").WithSummary("One model: its row, its strengths by kind of query, whom it met.");
        board.MapGet("/csv", GetCsv).WithName("GetLeaderboardCsv").WithSummary("A whole board as CSV.");
        board.MapGet("/svg", GetSvg).WithName("GetLeaderboardSvg").WithSummary("A whole board as an interval plot.");
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

        if (query.Method is BoardQuery.Elo)
        {
            readiness.ThrowIfNotReady();
            return TypedResults.Ok(await elo.ReadAsync(number, rows, http.RequestAborted));
        }

        return await AnswerAsync(query, boards, readiness, http, board => Task.FromResult<IResult>(TypedResults.Ok(LeaderboardPage.Of(board, number, rows))));
    }

    private static Task<IResult> GetMatrix([AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        AnswerAsync(query, boards, readiness, http, async board =>
            TypedResults.Ok(await boards.QueryAsync(store => WinMatrix.Of(board, store, MostModels), http.RequestAborted)));

    private static Task<IResult> GetRobustness([AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        AnswerAsync(query, boards, readiness, http, async board => TypedResults.Ok(new RobustnessList(await boards.RobustnessAsync(board, http.RequestAborted))));

    private static Task<IResult> GetModel(
        string model, [AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        AnswerAsync(query, boards, readiness, http, async board =>
        {
            var strengths = new List<ModelStrength>();
            foreach (var category in board.Categories)
            {
                var kind = await boards.GetAsync(board.Key with { Category = category }, http.RequestAborted);
                if (RowOf(kind, model) is { } row)
                {
                    strengths.Add(new(category, kind.Rows.Count, row));
                }
            }

            var opponents = await boards.QueryAsync(store => HeadToHead.Of(model, board, store), http.RequestAborted);
            return TypedResults.Ok(new ModelProfile(RowOf(board, model), board.Rows.Count, strengths, opponents));
        });

    private static LeaderboardItem? RowOf(BoardSnapshot board, string model) =>
        board.Rows.FirstOrDefault(row => row.ModelId == model) is { } row ? LeaderboardItem.Of(row) : null;

    private static Task<IResult> GetCsv([AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        AnswerAsync(query, boards, readiness, http, board => Task.FromResult(LeaderboardFiles.Csv(board)));

    private static Task<IResult> GetSvg([AsParameters] BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http) =>
        AnswerAsync(query, boards, readiness, http, board => Task.FromResult(board.Rows.Count == 0
            ? TypedResults.Problem(title: "Nothing to draw", detail: "No vote is on this board.", statusCode: StatusCodes.Status404NotFound, type: ProblemTypes.NotFound)
            : LeaderboardFiles.Svg(board)));

    /// <summary>The answer about the board that is asked for, unless the client has it already.</summary>
    private static async Task<IResult> AnswerAsync(
        BoardQuery query, BoardWorker boards, LedgerReadiness readiness, HttpContext http, Func<BoardSnapshot, Task<IResult>> answer)
    {
        readiness.ThrowIfNotReady();
        var (key, broken) = query.Parse();
        if (key is null)
        {
            return Invalid("No such board", broken!);
        }

        var board = await boards.GetAsync(key, http.RequestAborted);
        return HasVersion(http, board.ETag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : await answer(board);
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

        var board = await boards.GetAsync(key, http.RequestAborted);
        return HasVersion(http, $"\"{board.ETag.Trim('"')}-{(isElo ? BoardQuery.Elo : "fit")}-{count}\"")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(await boards.HistoryAsync(key, isElo, count, http.RequestAborted));
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
