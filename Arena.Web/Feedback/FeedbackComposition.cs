using Arena.Web.Battles.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Feedback;

/// <summary>Reasons for votes and scores of answers (docs/battle-api.md).</summary>
internal static class FeedbackComposition
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestKey = 128;

    public static void AddFeedback(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<FeedbackDesk>();

    public static void MapFeedback(this WebApplication app) => app.MapGroup("/api/arena").WithTags("Arena")
        .AddEndpointFilter<ProblemFilter>()
        .MapPost("/battles/{battleId}/feedback", Give).WithName("GiveFeedback")
        .WithSummary("Keeps reasons for a vote, and scores by a rubric; all are kept, the last scores of a voter count.");

    private static async Task<Results<Ok<FeedbackAnswer>, Problem>> Give(
        string battleId, FeedbackBody body, [FromHeader(Name = IdempotencyKey)] string? key, HttpContext http, FeedbackDesk desk, CancellationToken cancellationToken)
    {
        if (!BattleFinder.IsPossibleId(battleId))
        {
            return Problems.BattleNotFound;
        }

        if (Check(body, key) is { } problem)
        {
            return problem;
        }

        var (answer, why) = await desk.GiveAsync(battleId, body, body.Session ?? VoterSession.ReadOrCreate(http), key ?? Guid.NewGuid().ToString("N"), cancellationToken);
        return answer is not null ? TypedResults.Ok(answer) : why!;
    }

    private static Problem? Check(FeedbackBody body, string? key) => body switch
    {
        _ when key is { Length: 0 or > LongestKey } || key?.Any(char.IsControl) == true =>
            Problems.InvalidRequest($"{IdempotencyKey} must have 1 to {LongestKey} characters, none of them a control character."),
        _ when VoterSession.Broken(body.Session) is { } broken => Problems.InvalidRequest(broken),
        { Reasons: null or { Count: 0 }, Scores: null or { Left: null or { Count: 0 }, Right: null or { Count: 0 } } } when string.IsNullOrWhiteSpace(body.Comment) =>
            Problems.InvalidRequest("There are no reasons, no comment and no scores."),
        { Scores: not null, Rubric: null or "" } => Problems.InvalidRequest("rubric says by what the scores are."),
        _ => null,
    };
}
