using Arena.Contracts.Ratings;
using Arena.Web.Battles.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using LedgerClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Web.Compare.Api;

/// <summary>Stars and the pick of the best. All are kept, the last of a session counts.</summary>
internal static class JudgementEndpoints
{
    private const int MostStars = 5;

    public static IEndpointRouteBuilder MapJudgements(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{comparisonId}/stars", GiveStars).WithName("GiveStars").WithSummary("One to five stars for an answer; the last count.");
        routes.MapPost("/{comparisonId}/pick", Pick).WithName("PickBest").WithSummary("The best of the answers; the last pick counts.");
        return routes;
    }

    private static Task<Results<Ok<ComparisonAnswer>, Problem>> GiveStars(
        string comparisonId, StarsBody body, HttpContext context, CompareDesk desk, LedgerClient ratings, TimeProvider time,
        CancellationToken cancellationToken) =>
        body.Stars is < 1 or > MostStars
            ? Task.FromResult<Results<Ok<ComparisonAnswer>, Problem>>(Problems.InvalidRequest($"stars must be 1 … {MostStars}."))
            : JudgeAsync(comparisonId, body.Position, context, desk, session => ratings.GiveStarsAsync(
                new() { Id = NewId(), ComparisonId = comparisonId, Position = body.Position, Stars = body.Stars, Session = session },
                deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
                cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    private static Task<Results<Ok<ComparisonAnswer>, Problem>> Pick(
        string comparisonId, PickBody body, HttpContext context, CompareDesk desk, Comparisons.ComparisonsClient comparisons, TimeProvider time,
        CancellationToken cancellationToken) =>
        JudgeAsync(comparisonId, body.Position, context, desk, session => comparisons.PickBestAsync(
            new() { Id = NewId(), ComparisonId = comparisonId, Position = body.Position, Session = session },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Durable when it answers, with what may be known now.</summary>
    private static async Task<Results<Ok<ComparisonAnswer>, Problem>> JudgeAsync(
        string comparisonId, int position, HttpContext context, CompareDesk desk, Func<string, Task> judge,
        CancellationToken cancellationToken)
    {
        var session = VoterSession.ReadOrCreate(context);
        if (await desk.FindAsync(comparisonId, session, cancellationToken) is not { } comparison)
        {
            return CompareProblems.NotFound;
        }

        if (!comparison.Answers.Any(answer => answer.Position == position && answer.Answer is not null))
        {
            return CompareProblems.NotAnswered;
        }

        await judge(session);
        return await desk.FindAsync(comparisonId, session, cancellationToken) is { } judged
            ? TypedResults.Ok(judged.ToAnswer())
            : CompareProblems.NotFound;
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
