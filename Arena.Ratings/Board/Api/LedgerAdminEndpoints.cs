using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Checks;
using Arena.Ratings.Ledger.Erasing;
using Arena.Ratings.Telemetry;
using Arena.ServiceDefaults.Problems;

namespace Arena.Ratings.Board.Api;

/// <summary>What the operator may do; all of it needs the admin key.</summary>
internal static class LedgerAdminEndpoints
{
    public static IEndpointRouteBuilder MapLedgerAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/admin/ratings").WithTags("Ratings administration").RequireAdminKey();
        admin.MapPost("/recompute", Recompute).WithName("RecomputeRatings").WithSummary("Computes all boards again, from the ledger.");
        admin.MapPost("/verify", Verify).WithName("VerifyLedger").WithSummary("Checks chain, texts and ratings.");
        admin.MapPost("/erase", Erase).WithName("EraseTexts").WithSummary("Erases the texts of a battle, a comparison or a session.");
        return routes;
    }

    private static async Task<IResult> Recompute(BoardWorker boards, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var board = await boards.RecomputeAsync(cancellationToken);
        return TypedResults.Ok(new Recomputed(board.Votes, board.Rows.Count, board.Position, board.DataHash, BoardSnapshot.MethodVersion, time.GetElapsedTime(started).TotalSeconds));
    }

    private static async Task<IResult> Verify(LedgerVerifier verifier, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        var found = await verifier.VerifyAsync(anchor: null, progress: null, cancellationToken);
        return TypedResults.Ok(new Verified(found.Agrees, found.Votes, found.Models, found.Head.ToString(), found.Unsealed, found.Differences));
    }

    private static async Task<IResult> Erase(
        EraseRequest request, TextEraser eraser, LedgerReadiness readiness, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        if (string.IsNullOrEmpty(request.Id) == string.IsNullOrEmpty(request.Session))
        {
            return TypedResults.Problem(
                title: "Nothing to erase",
                detail: "Either id (of a battle or a comparison) or session is expected.",
                statusCode: StatusCodes.Status400BadRequest,
                type: ProblemTypes.InvalidRequest);
        }

        var erased = request.Id is { Length: > 0 } id
            ? await eraser.EraseSubjectAsync(id, cancellationToken)
            : await eraser.EraseSessionAsync(request.Session!, cancellationToken);
        loggers.CreateLogger(nameof(LedgerAdminEndpoints)).TextsErased(erased, ErasureReason.Request);
        return TypedResults.Ok(new Erased(erased));
    }

    private sealed record EraseRequest(string? Id, string? Session);

    private sealed record Erased(int Subjects);

    private sealed record Recomputed(long Votes, int Models, long Position, string DataHash, string MethodVersion, double Seconds);

    private sealed record Verified(bool Agrees, long Votes, int Models, string Anchor, long Unsealed, IReadOnlyList<string> Differences);
}
