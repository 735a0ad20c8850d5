using System.Globalization;
using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Runs;
using Arena.Web.Compare.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Api;

/// <summary>The answers as they are written, resumable, on any replica.</summary>
internal static class CompareStreamEndpoint
{
    private const string LastEventId = "Last-Event-ID";

    public static IEndpointRouteBuilder MapCompareStream(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{comparisonId}/stream", Stream).WithName("StreamComparison")
            .WithSummary("All answers as server-sent events; Last-Event-ID resumes.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
        return routes;
    }

    private static async Task<Results<BattleStream, NoContent, Problem>> Stream(
        string comparisonId, [FromHeader(Name = LastEventId)] string? lastEventId, HttpRequest request, CompareDesk desk, ComparisonRuns runs,
        BattleFollower follower, IBattleLog log, IOptions<BattleOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var after = 0L;
        if (!string.IsNullOrEmpty(lastEventId) && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return Problems.InvalidRequest($"{LastEventId} must be the id of an event.");
        }

        if (await desk.FindAsync(comparisonId, VoterSession.Read(request), cancellationToken) is not { } comparison)
        {
            return CompareProblems.NotFound;
        }

        var count = await log.CountAsync(comparisonId);
        if (comparison.Recorded && (count == 0 || after >= count))
        {
            return TypedResults.NoContent(); // tells an EventSource to stop asking; the answers are in the comparison itself
        }

        var startsOver = after > count;
        return new BattleStream(
            comparisonId,
            token => follower.FollowAsync(comparisonId, startsOver ? 0 : after, () => runs.Ensure(comparison), token),
            startsOver ? 0 : after,
            startsOver,
            options.Value.Heartbeat,
            time);
    }
}
