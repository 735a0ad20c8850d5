using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Battles.Api;

/// <summary>The vote, which opens the reveal.</summary>
internal static class VoteEndpoints
{
    public static IEndpointRouteBuilder MapVote(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/vote", Vote).WithName("Vote").WithSummary("Counts a vote and reveals the models; the same vote again changes nothing.");
        return routes;
    }

    private static async Task<Results<Ok<VoteAnswer>, Problem>> Vote(
        VoteBody body, [FromHeader(Name = IdempotencyKey.Header)] string? key, HttpRequest request, VoteDesk desk, CancellationToken cancellationToken)
    {
        if (!Names.TryParsePreference(body.Preference, out var preference))
        {
            return Problems.PreferenceUnknown;
        }

        if (IdempotencyKey.Check(key) is { } refused)
        {
            return refused;
        }

        var (reveal, problem) = await desk.VoteAsync(body.BattleId, preference, VoterSession.Read(request), key ?? "", cancellationToken);
        return reveal is not null ? TypedResults.Ok(reveal) : problem!;
    }
}
