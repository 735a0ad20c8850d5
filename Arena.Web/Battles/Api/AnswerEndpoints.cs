using System.Globalization;
using Arena.Contracts.Router;
using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Arena.Web.Battles.Api;

/// <summary>The answers of a battle, as a stream or whole. The first reader has both models asked.</summary>
internal static class AnswerEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static IEndpointRouteBuilder MapAnswers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/battles/{battleId}/stream", Stream).WithName("StreamBattle")
            .WithSummary("Both answers as server-sent events; Last-Event-ID resumes.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
        routes.MapPost("/get_responses", GetResponses).WithName("GetResponses").WithSummary("Both answers, when they are complete.");
        return routes;
    }

    private static async Task<Results<BattleStream, NoContent, Problem>> Stream(
        string battleId, HttpRequest request, BattleFinder battles, BattleFollower follower, IOptions<BattleOptions> options,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (!TryParse(request.Headers[LastEventId], out var lastEventId))
        {
            return Problems.InvalidRequest($"{LastEventId} must be the id of an event.");
        }

        if (await battles.FindAsync(battleId, cancellationToken) is not { } battle)
        {
            return Problems.BattleNotFound;
        }

        return await follower.LocateAsync(battle, lastEventId) switch
        {
            FollowStart.Lost => Problems.BattleNotFound,
            // Tells an EventSource to stop asking.
            FollowStart.Ended => TypedResults.NoContent(),
            FollowStart.Restarted => StreamFrom(after: 0, startsOver: true),
            _ => StreamFrom(lastEventId, startsOver: false),
        };

        BattleStream StreamFrom(long after, bool startsOver) =>
            new(battleId, token => follower.FollowAsync(battle, after, token), after, startsOver, options.Value.Heartbeat, time);
    }

    private static async Task<Results<Ok<ResponsesAnswer>, Problem>> GetResponses(
        GetResponsesBody body, BattleFinder battles, BattleFollower follower, IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        if (await battles.FindAsync(body.BattleId, cancellationToken) is not { } battle)
        {
            return Problems.BattleNotFound;
        }

        if (body.Message is not null && body.Message.Trim() != battle.Message.Trim())
        {
            return Problems.MessageMismatch;
        }

        if (await follower.LocateAsync(battle, lastEventId: 0) is FollowStart.Lost)
        {
            return Problems.BattleNotFound;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var transcript = new Transcript();
        await foreach (var events in follower.FollowAsync(battle, after: 0, ending.Token))
        {
            foreach (var item in events)
            {
                transcript.Add(item);
            }
        }

        return transcript.Failure is { } failure ? Void(failure) : TypedResults.Ok(new ResponsesAnswer(
            battle.BattleId,
            transcript.A,
            transcript.B,
            transcript.PacedSeconds,
            transcript.PacedSeconds,
            Names.Of(battle.State is BattleState.Revealed ? BattleState.Revealed : BattleState.Answered)));
    }

    private static Problem Void(ProblemData failure) => failure.Type switch
    {
        ProblemTypes.LedgerUnavailable => new(failure.Type, StatusCodes.Status503ServiceUnavailable, failure.Title, failure.Detail, RetryAfter: 5),
        ProblemTypes.BattleStopped => new(failure.Type, StatusCodes.Status409Conflict, failure.Title, failure.Detail),
        _ => new(failure.Type, StatusCodes.Status502BadGateway, failure.Title, failure.Detail),
    };

    private static bool TryParse(StringValues header, out long lastEventId)
    {
        lastEventId = 0;
        return StringValues.IsNullOrEmpty(header)
            || long.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out lastEventId);
    }
}
